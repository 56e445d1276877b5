import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { Search } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { useWords } from "../words/useWords";
import { FindUserDocument } from "./FindUser.generated";
import styles from "./User.module.css";

const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;

/**
 * A field for a user's id, or the `sub` of their tokens, which the server looks up. `onChange` is called with the id as
 * the API writes it, or with an empty text.
 */
export function UserField(props: { label: string; value?: string; onChange: (id: string) => void }) {
  const words = useWords();
  const client = useApolloClient();
  const { value = "" } = props;
  const id = useId();
  const [text, setText] = useState(value);
  const [refused, setRefused] = useState(false);
  useEffect(() => setText(value), [value]);

  async function find(text: string) {
    const typed = text.trim();
    const found = uuid.test(typed) ? asApiWritesIt(typed) : await idOf(client, typed);
    setRefused(found === undefined);
    if (found !== undefined) props.onChange(found);
  }

  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        void find(text);
      }}
    >
      <label htmlFor={id} className={field.label}>
        {props.label}
      </label>
      <div className={styles.input}>
        <input
          id={id}
          type="search"
          className={field.input}
          value={text}
          maxLength={255}
          placeholder="00000000-0000-0000-0000-000000000000"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={refused}
          aria-describedby={refused ? `${id}-refused` : undefined}
          onChange={({ target }) => {
            setText(target.value);
            setRefused(false);
            // A complete id, usually pasted, is looked up at once.
            if (uuid.test(target.value.trim())) void find(target.value);
          }}
        />
        <Button type="submit" label={words("user.find")}>
          <Search size={18} aria-hidden />
        </Button>
      </div>
      {refused && (
        <p id={`${id}-refused`} role="alert" className={field.problem}>
          {words("user.notAnId")}
        </p>
      )}
    </form>
  );
}

function asApiWritesIt(id: string): string {
  const digits = id.toLowerCase().replaceAll("-", "");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Returns the id of the user with this `sub`, an empty text for an empty one, undefined if there is none. */
async function idOf(client: ApolloClient, subject: string): Promise<string | undefined> {
  if (subject === "") return "";
  const { data } = await client.query({
    query: FindUserDocument,
    variables: { id: subject },
    fetchPolicy: "network-only",
    errorPolicy: "ignore",
  });
  return data?.user?.id;
}
