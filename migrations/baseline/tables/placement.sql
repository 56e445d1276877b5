-- One of several databases has the users whom the router leads to it, except those who were moved elsewhere.
-- Databases have the numbers of their order in DATABASE_OWNER_URL, from 1.

-- Whose rows were here, and where they went: the next database may say so, too.
CREATE TABLE task_record.moved_users (
  user_id UUID PRIMARY KEY,
  database INTEGER NOT NULL CHECK (database > 0),
  moved_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);

-- Whose rows are being moved here. They are this database's as soon as the one that they come from says so.
CREATE TABLE task_record.arrivals (
  user_id UUID PRIMARY KEY,
  source INTEGER NOT NULL CHECK (source > 0)
);
CREATE TABLE task_record.arriving_rows (
  number BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id UUID NOT NULL,
  of_table TEXT NOT NULL,
  content JSONB NOT NULL
);
CREATE INDEX arriving_rows_user_id_of_table_number_idx ON task_record.arriving_rows (user_id, of_table, number);

-- Who was moved here and has not gone again: found here while the database that the router leads to does not answer.
CREATE TABLE task_record.arrived_users (
  user_id UUID PRIMARY KEY,
  arrived_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);
