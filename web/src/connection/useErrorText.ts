import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { useTranslation } from "../i18n/Translation";
import { Refused, UploadFailed } from "../service/errors";
import { RequestFailed } from "../service/request";

/** What to tell the user of an error, in their language. */
export function useErrorText(): (error: unknown) => string {
  const { translate } = useTranslation();
  return (error) => {
    if (error instanceof Refused) {
      return error.code === "INVALID" ? error.message : translate(`error.${error.code}`);
    }
    if (error instanceof UploadFailed) return translate("error.uploadFailed", { status: error.status });
    if (error instanceof RequestFailed) return error.message;
    const refusal = graphqlError(error);
    if (refusal?.extensions?.code === "RATE_LIMITED") {
      return translate("error.rateLimited", { seconds: Number(refusal.extensions.retryAfter ?? 1) });
    }
    if (refusal) return refusal.message;
    return translate(error instanceof TypeError ? "error.network" : "error.unknown");
  };
}

interface GraphQLRefusal {
  message: string;
  extensions?: Record<string, unknown>;
}

function graphqlError(error: unknown): GraphQLRefusal | undefined {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0];
  if (!ServerError.is(error)) return undefined;
  try {
    return (JSON.parse(error.bodyText) as { errors?: GraphQLRefusal[] }).errors?.[0];
  } catch {
    return undefined;
  }
}
