-- A person's reviews of courses are pulled like everything else of their own, besides being public.
CREATE TRIGGER feed_inserted AFTER INSERT ON "reviews" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_updated AFTER UPDATE ON "reviews" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_deleted AFTER DELETE ON "reviews" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_truncated AFTER TRUNCATE ON "reviews"
  FOR EACH STATEMENT EXECUTE FUNCTION feed_everyone();
--> statement-breakpoint
-- Devices that are in use read the table once, whatever they have of it by other ways.
INSERT INTO change_feed (user_id, table_name, row_id)
SELECT NULL, 'reviews', NULL WHERE EXISTS (SELECT FROM sync_clients);
