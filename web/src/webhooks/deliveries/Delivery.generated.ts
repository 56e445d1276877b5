/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../schema.generated';

import type { Outcome_DeliveryFragment } from './Outcome.generated';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type DeliveryState =
  | 'DELIVERED'
  | 'FAILED'
  | 'WAITING';

export type WebhookErrorCode =
  | 'ADDRESS_NOT_PUBLIC'
  | 'DISCONNECTED'
  | 'HOST_NOT_FOUND'
  | 'NOT_CONNECTED'
  | 'NOT_HTTP'
  | 'OTHER'
  | 'TIMED_OUT'
  | 'TLS_FAILED';

export type Delivery_DeliveryFragment = (
  { __typename: 'WebhookDelivery', id: string, type: string, state: Types.DeliveryState, nextAttemptAt: string | null, createdAt: string, attempts: Array<{ __typename: 'WebhookAttempt', startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null }> }
  & { ' $fragmentRefs'?: { 'Outcome_DeliveryFragment': Outcome_DeliveryFragment } }
) & { ' $fragmentName'?: 'Delivery_DeliveryFragment' };

export const Delivery_DeliveryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Delivery_delivery"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome_delivery"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome_delivery"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}}]}}]}}]} as unknown as DocumentNode<Delivery_DeliveryFragment, unknown>;