-- The key of all prompts with the same words in the same order: 128 bits of their SHA-256. Case and Unicode's form of a
-- character, such as `Ａ` and `A`, do not matter. Blanks matter only between words, including Korean ones, and not next
-- to a mark or a Chinese or Japanese character.
CREATE OR REPLACE FUNCTION task_record.prompt_key(prompt text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
DECLARE
  words text := lower(CASE WHEN octet_length(prompt) = char_length(prompt) THEN prompt ELSE normalize(prompt, NFKC) END);
BEGIN
  IF words ~ '[^\S ]|  ' THEN
    words := regexp_replace(words, '\s+', ' ', 'g');
  END IF;
  words := regexp_replace(btrim(words),
    ' (?=[,.;:!?()\u3000-\u9fff\U00020000-\U0003ffff])|(?<=[,.;:!?()\u3000-\u9fff\U00020000-\U0003ffff]) ', '', 'g');
  RETURN substr(encode(sha256(convert_to(words, 'UTF8')), 'hex'), 1, 32)::uuid;
END $$;
REVOKE ALL ON FUNCTION task_record.prompt_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.prompt_key TO authenticated, service_role;
