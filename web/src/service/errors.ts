import type { UserErrorCode } from "../schema.generated";

/** The server has refused a mutation, and changed nothing. */
export class Refused extends Error {
  readonly code: UserErrorCode;
  readonly field: readonly string[] | null;

  constructor(error: { code: UserErrorCode; message: string; field: readonly string[] | null }) {
    super(error.message);
    this.name = "Refused";
    this.code = error.code;
    this.field = error.field;
  }
}

/** Storage has refused an image; `status` is 0 if storage could not be reached. */
export class UploadFailed extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Storage answered ${status}`);
    this.name = "UploadFailed";
    this.status = status;
  }
}
