/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../schema.generated';

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

export type Outcome_DeliveryFragment = { __typename: 'WebhookDelivery', state: Types.DeliveryState, nextAttemptAt: string | null, attempts: Array<{ __typename: 'WebhookAttempt', durationMs: number, status: number | null, errorCode: Types.WebhookErrorCode | null }> } & { ' $fragmentName'?: 'Outcome_DeliveryFragment' };

export const Outcome_DeliveryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome_delivery"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}}]}}]}}]} as unknown as DocumentNode<Outcome_DeliveryFragment, unknown>;