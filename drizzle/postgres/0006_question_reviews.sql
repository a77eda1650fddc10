CREATE TABLE "question_reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"question_id" text NOT NULL,
	"course_id" text NOT NULL,
	"rating" integer NOT NULL,
	"reviewed_at" timestamp (3) with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"elapsed_ms" integer NOT NULL,
	"undone" boolean DEFAULT false NOT NULL,
	CONSTRAINT "question_reviews_rating_check" CHECK (rating BETWEEN 1 AND 4)
);
--> statement-breakpoint
ALTER TABLE "question_reviews" ADD CONSTRAINT "question_reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "question_reviews_user_id_idx" ON "question_reviews" USING btree ("user_id");--> statement-breakpoint
CREATE TRIGGER feed_inserted AFTER INSERT ON "question_reviews" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_updated AFTER UPDATE ON "question_reviews" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_deleted AFTER DELETE ON "question_reviews" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_truncated AFTER TRUNCATE ON "question_reviews"
  FOR EACH STATEMENT EXECUTE FUNCTION feed_everyone();
