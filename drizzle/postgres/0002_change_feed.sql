-- Which personal rows a statement touched, for the pull: one feed row per person and row, whoever the writer is.
-- Only inserts, so two writers never wait for each other. Statement-level, so a bulk write costs one pass.

CREATE FUNCTION append_to_change_feed(touched_table text, owners text[], row_ids text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  most_rows CONSTANT integer := 500; -- of one person in one statement; beyond it "the whole table" is cheaper to read again
BEGIN
  IF owners IS NULL THEN RETURN; END IF;
  IF cardinality(owners) <= most_rows THEN
    INSERT INTO change_feed (user_id, table_name, row_id)
    SELECT t.owner, touched_table, t.row_id FROM unnest(owners, row_ids) AS t (owner, row_id);
    RETURN;
  END IF;
  INSERT INTO change_feed (user_id, table_name, row_id)
  SELECT DISTINCT t.owner, touched_table, CASE WHEN t.rows > most_rows THEN NULL ELSE t.row_id END
  FROM (
    SELECT u.owner, u.row_id, count(*) OVER (PARTITION BY u.owner) AS rows
    FROM unnest(owners, row_ids) AS u (owner, row_id)
  ) t;
END $$;
--> statement-breakpoint
CREATE FUNCTION feed_rows_of_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owners text[];
  row_ids text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(user_id), array_agg(id) INTO owners, row_ids FROM new_rows;
    WHEN 'DELETE' THEN
      SELECT array_agg(user_id), array_agg(id) INTO owners, row_ids FROM old_rows;
    WHEN 'UPDATE' THEN
      SELECT array_agg(t.owner), array_agg(t.row_id) INTO owners, row_ids
      FROM (
        SELECT DISTINCT side.owner, side.row_id
        FROM old_rows o FULL JOIN new_rows n ON n.id = o.id,
          LATERAL (VALUES (o.user_id, o.id), (n.user_id, n.id)) AS side (owner, row_id)
        WHERE side.owner IS NOT NULL AND o.* IS DISTINCT FROM n.*
      ) t;
  END CASE;
  PERFORM append_to_change_feed(TG_TABLE_NAME, owners, row_ids);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION feed_users() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ids text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(id) INTO ids FROM new_rows;
    WHEN 'DELETE' THEN
      SELECT array_agg(id) INTO ids FROM old_rows;
    WHEN 'UPDATE' THEN
      SELECT array_agg(DISTINCT side) INTO ids
      FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.id, n.id]) AS side
      WHERE side IS NOT NULL AND o.* IS DISTINCT FROM n.*;
  END CASE;
  PERFORM append_to_change_feed(TG_TABLE_NAME, ids, ids);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION feed_messages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owners text[];
  row_ids text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(t.owner), array_agg(t.id) INTO owners, row_ids
      FROM (SELECT sender_id AS owner, id FROM new_rows UNION SELECT receiver_id, id FROM new_rows) t;
    WHEN 'DELETE' THEN
      SELECT array_agg(t.owner), array_agg(t.id) INTO owners, row_ids
      FROM (SELECT sender_id AS owner, id FROM old_rows UNION SELECT receiver_id, id FROM old_rows) t;
    WHEN 'UPDATE' THEN
      SELECT array_agg(t.owner), array_agg(t.row_id) INTO owners, row_ids
      FROM (
        SELECT DISTINCT side.owner, side.row_id
        FROM old_rows o FULL JOIN new_rows n ON n.id = o.id,
          LATERAL (VALUES (o.sender_id, o.id), (o.receiver_id, o.id), (n.sender_id, n.id), (n.receiver_id, n.id))
            AS side (owner, row_id)
        WHERE side.owner IS NOT NULL AND o.* IS DISTINCT FROM n.*
      ) t;
  END CASE;
  PERFORM append_to_change_feed(TG_TABLE_NAME, owners, row_ids);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION feed_everyone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_feed (user_id, table_name, row_id) VALUES (NULL, TG_TABLE_NAME, NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
  feeder text;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'instructor_profiles', 'student_profiles', 'enrollments', 'progress', 'notes',
    'quiz_attempts', 'answers', 'cart', 'wishlist', 'orders', 'order_items', 'messages', 'sync_clients',
    'sync_rejections', 'sync_conflicts']
  LOOP
    feeder := CASE name WHEN 'users' THEN 'feed_users' WHEN 'messages' THEN 'feed_messages' ELSE 'feed_rows_of_user' END;
    EXECUTE format('CREATE TRIGGER feed_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, feeder);
    EXECUTE format('CREATE TRIGGER feed_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, feeder);
    EXECUTE format('CREATE TRIGGER feed_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, feeder);
    EXECUTE format('CREATE TRIGGER feed_truncated AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION feed_everyone()', name);
  END LOOP;
END $$;
