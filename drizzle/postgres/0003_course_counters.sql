-- Whose counters moved. Writers only append here; a job folds (server/db/fold-counters.ts), so a popular course is no
-- hot row. Columns that no counter depends on (last access, watch time) leave no trace.

CREATE FUNCTION note_counter_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      INSERT INTO counter_changes (course_id) SELECT DISTINCT course_id FROM new_rows;
    WHEN 'DELETE' THEN
      INSERT INTO counter_changes (course_id) SELECT DISTINCT course_id FROM old_rows;
    WHEN 'TRUNCATE' THEN
      INSERT INTO counter_changes (course_id) SELECT id FROM courses;
  END CASE;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_enrollment_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO counter_changes (course_id)
  SELECT DISTINCT c FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.course_id, n.course_id]) AS c
  WHERE c IS NOT NULL
    AND (o.course_id, o.user_id, o.status) IS DISTINCT FROM (n.course_id, n.user_id, n.status);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_review_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO counter_changes (course_id)
  SELECT DISTINCT c FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.course_id, n.course_id]) AS c
  WHERE c IS NOT NULL AND (o.course_id, o.rating) IS DISTINCT FROM (n.course_id, n.rating);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_order_item_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO counter_changes (course_id)
  SELECT DISTINCT c FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.course_id, n.course_id]) AS c
  WHERE c IS NOT NULL
    AND (o.order_id, o.course_id, o.price, o.discount) IS DISTINCT FROM (n.order_id, n.course_id, n.price, n.discount);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_order_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO counter_changes (course_id)
  SELECT DISTINCT i.course_id
  FROM old_rows o JOIN new_rows n ON n.id = o.id JOIN order_items i ON i.order_id = n.id
  WHERE o.status <> n.status;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- A course that appears, goes, is published or changes hands moves the counters of its category and instructor too.
CREATE FUNCTION note_course_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      INSERT INTO counter_changes (course_id, instructor_id, category_id)
      SELECT id, instructor_id, category_id FROM new_rows;
    WHEN 'DELETE' THEN
      INSERT INTO counter_changes (course_id, instructor_id, category_id)
      SELECT id, instructor_id, category_id FROM old_rows;
    WHEN 'UPDATE' THEN
      INSERT INTO counter_changes (course_id, instructor_id, category_id)
      SELECT DISTINCT side.course_id, side.instructor_id, side.category_id
      FROM old_rows o FULL JOIN new_rows n ON n.id = o.id,
        LATERAL (VALUES (o.id, o.instructor_id, o.category_id), (n.id, n.instructor_id, n.category_id))
          AS side (course_id, instructor_id, category_id)
      WHERE side.course_id IS NOT NULL
        AND (o.instructor_id, o.category_id, o.published) IS DISTINCT FROM (n.instructor_id, n.category_id, n.published);
    WHEN 'TRUNCATE' THEN
      INSERT INTO counter_changes (instructor_id) SELECT user_id FROM instructor_profiles;
      INSERT INTO counter_changes (category_id) SELECT id FROM categories;
  END CASE;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_instructor_counters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO counter_changes (instructor_id) VALUES (NEW.user_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER counters_moved AFTER INSERT OR UPDATE OF user_id ON instructor_profiles
  FOR EACH ROW EXECUTE FUNCTION note_instructor_counters();
--> statement-breakpoint
DO $$
DECLARE
  name text;
  noter text;
  on_update text;
BEGIN
  FOREACH name IN ARRAY ARRAY['enrollments', 'reviews', 'order_items', 'courses'] LOOP
    noter := CASE name WHEN 'courses' THEN 'note_course_counters' ELSE 'note_counter_change' END;
    on_update := CASE name
      WHEN 'enrollments' THEN 'note_enrollment_counters'
      WHEN 'reviews' THEN 'note_review_counters'
      WHEN 'order_items' THEN 'note_order_item_counters'
      ELSE 'note_course_counters' END;
    EXECUTE format('CREATE TRIGGER counters_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
    EXECUTE format('CREATE TRIGGER counters_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, on_update);
    EXECUTE format('CREATE TRIGGER counters_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
    EXECUTE format('CREATE TRIGGER counters_truncated AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER counters_updated AFTER UPDATE ON orders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_order_counters();
