import { useQuery } from "@apollo/client/react";
import type { BoardRole } from "@task-record/client/schema.generated";
import { X } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { NewAddress } from "../sharing/NewAddress";
import { useWords } from "../sharing/words/useWords";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { Confirm } from "../ui/Confirm";
import field from "../ui/field.module.css";
import { Modal } from "../ui/Modal";
import {
  BoardMembersDocument,
  InviteToBoardDocument,
  RevokeInvitationDocument,
  SetBoardMemberDocument,
} from "./Members.generated";
import styles from "./Members.module.css";
import type { OpenBoard } from "./OpenBoard";
import { useFollowing } from "./useFollowing";
import { useMemberName } from "./useMemberName";

const roles: BoardRole[] = ["VIEWER", "CONTRIBUTOR", "OWNER"];
/** The roles that an invitation can give. */
const invitedRoles = ["VIEWER", "CONTRIBUTOR"] as const;

/** The members of a board. Owners also see and change roles and invitations. */
export function Members(props: { board: OpenBoard; onClose: () => void; onChanged: () => void }) {
  const { board } = props;
  const { format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const { busy, run } = useRun();
  const { own, nameOf } = useMemberName();
  const [, navigate] = useLocation();
  const [removed, setRemoved] = useState<string>();
  const { data, error, refetch } = useQuery(BoardMembersDocument, {
    variables: { id: board.id },
    fetchPolicy: "cache-and-network",
  });
  useFollowing(() => void refetch().catch(() => undefined));
  const isOwner = board.role === "OWNER";
  const members = data?.board?.members;
  // A board always has an owner: the only one can neither leave nor change role.
  const isOnlyOwner = members?.filter(({ role }) => role === "OWNER").length === 1;
  const set = (userId: string, role: BoardRole | null) =>
    run(async () => {
      await change(SetBoardMemberDocument, { boardId: board.id, userId, role });
      if (userId === own && role === null) navigate("~/boards", { replace: true });
      else props.onChanged();
    });
  return (
    <Modal title={words("members")} description={words("members.about")} onClose={props.onClose}>
      {!members && <LoadingOrError error={error} onRetry={refetch} />}
      <ul className={styles.members} aria-label={words("members")}>
        {members?.map(({ userId, role, joinedAt }) => (
          <li key={userId} className={styles.member}>
            <span className={styles.text}>
              <span title={userId}>{nameOf(userId)}</span>
              <span className={field.hint}>{words("joined", { time: format.dateTime(joinedAt) })}</span>
            </span>
            {isOwner ? (
              <select
                className={`${field.input} ${styles.role}`}
                aria-label={words("role.of", { user: nameOf(userId) })}
                value={role}
                disabled={busy || (isOnlyOwner && userId === own)}
                onChange={({ target }) => set(userId, target.value as BoardRole)}
              >
                {roles.map((one) => (
                  <option key={one} value={one}>
                    {words(`role.${one}`)}
                  </option>
                ))}
              </select>
            ) : (
              <span>{words(`role.${role}`)}</span>
            )}
            {isOwner && (userId !== own || !isOnlyOwner) && (
              <Button
                kind="quiet"
                icon
                disabled={busy}
                aria-label={userId === own ? words("leave") : words("remove", { user: nameOf(userId) })}
                onClick={() => setRemoved(userId)}
              >
                <X size={16} aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isOwner && <Invitations boardId={board.id} open={data?.board?.invitations ?? []} onMade={refetch} />}
      {removed && (
        <Confirm
          title={
            removed === own
              ? words("leave.title", { name: board.name })
              : words("remove.title", { user: nameOf(removed) })
          }
          description={words(removed === own ? "leave.description" : "remove.description")}
          action={words(removed === own ? "leave" : "remove.confirm")}
          onClose={() => setRemoved(undefined)}
          onConfirm={() => void set(removed, null)}
        />
      )}
    </Modal>
  );
}

function Invitations(props: {
  boardId: string;
  open: { id: string; role: BoardRole; expiresAt: string }[];
  onMade: () => Promise<unknown>;
}) {
  const { format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const { busy, run } = useRun();
  const [role, setRole] = useState<(typeof invitedRoles)[number]>("VIEWER");
  const [address, setAddress] = useState<string>();

  async function make() {
    const { inviteToBoard } = await change(InviteToBoardDocument, {
      id: crypto.randomUUID(),
      boardId: props.boardId,
      role,
    });
    setAddress(inviteToBoard?.url ?? undefined);
    await props.onMade();
  }
  return (
    <section className={styles.invite} aria-label={words("invite")}>
      <h3>{words("invite")}</h3>
      <p className={field.hint}>{words("invite.about")}</p>
      <div className={styles.row}>
        <Choice
          label={words("invite.role")}
          values={invitedRoles}
          chosen={role}
          nameOf={(one) => words(`role.${one}`)}
          onChange={(next) => {
            setRole(next);
            setAddress(undefined);
          }}
        />
        <Button disabled={busy} onClick={() => run(make)}>
          {words("invite.make")}
        </Button>
      </div>
      <p className={field.hint}>{words(`role.${role}.about`)}</p>
      {address && <NewAddress key={address} address={address} about={words("invite.made")} />}
      {props.open.length > 0 && (
        <ul className={styles.members} aria-label={words("invitations")}>
          {props.open.map((invitation) => (
            <li key={invitation.id} className={styles.member}>
              <span className={styles.text}>
                {words("invitation.ends", {
                  role: words(`role.${invitation.role}`),
                  time: format.dateTime(invitation.expiresAt),
                })}
              </span>
              <Button
                disabled={busy}
                onClick={() =>
                  run(async () => {
                    await change(RevokeInvitationDocument, { id: invitation.id });
                    await props.onMade();
                  })
                }
              >
                {words("invitation.end")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
