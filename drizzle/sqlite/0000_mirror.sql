CREATE TABLE `analytics_events` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`session_id` text NOT NULL,
	`event` text NOT NULL,
	`properties` text NOT NULL,
	`user_agent` text,
	`ip_address` text,
	`referrer` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `analytics_events_user_id_idx` ON `analytics_events` (`user_id`);--> statement-breakpoint
CREATE INDEX `analytics_events_event_idx` ON `analytics_events` (`event`);--> statement-breakpoint
CREATE INDEX `analytics_events_created_at_idx` ON `analytics_events` (`created_at`);--> statement-breakpoint
CREATE TABLE `course_analytics` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`date` text NOT NULL,
	`views` integer DEFAULT 0 NOT NULL,
	`enrollments` integer DEFAULT 0 NOT NULL,
	`completions` integer DEFAULT 0 NOT NULL,
	`total_watch_time` integer DEFAULT 0 NOT NULL,
	`average_rating` text DEFAULT '0' NOT NULL,
	`revenue` text DEFAULT '0' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `course_analytics_course_id_date_key` ON `course_analytics` (`course_id`,`date`);--> statement-breakpoint
CREATE INDEX `course_analytics_date_idx` ON `course_analytics` (`date`);--> statement-breakpoint
CREATE TABLE `cart` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`course_id` text NOT NULL,
	`added_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cart_user_id_course_id_key` ON `cart` (`user_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `cart_course_id_idx` ON `cart` (`course_id`);--> statement-breakpoint
CREATE TABLE `coupons` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`type` text NOT NULL,
	`value` text NOT NULL,
	`description` text,
	`max_uses` integer,
	`used_count` integer DEFAULT 0 NOT NULL,
	`min_order_value` text,
	`valid_from` integer NOT NULL,
	`valid_until` integer,
	`active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `coupons_code_idx` ON `coupons` (`code`);--> statement-breakpoint
CREATE INDEX `coupons_valid_from_valid_until_idx` ON `coupons` (`valid_from`,`valid_until`);--> statement-breakpoint
CREATE TABLE `order_items` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`title` text NOT NULL,
	`price` text NOT NULL,
	`discount` text DEFAULT '0' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `order_items_order_id_idx` ON `order_items` (`order_id`);--> statement-breakpoint
CREATE INDEX `order_items_course_id_idx` ON `order_items` (`course_id`);--> statement-breakpoint
CREATE INDEX `order_items_user_id_idx` ON `order_items` (`user_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`order_number` text NOT NULL,
	`user_id` text NOT NULL,
	`subtotal` text NOT NULL,
	`tax` text DEFAULT '0' NOT NULL,
	`discount` text DEFAULT '0' NOT NULL,
	`total` text NOT NULL,
	`currency` text DEFAULT 'USD' NOT NULL,
	`payment_id` text,
	`payment_method` text,
	`status` text DEFAULT 'PENDING' NOT NULL,
	`coupon_id` text,
	`metadata` text,
	`created_at` integer NOT NULL,
	`completed_at` integer
);
--> statement-breakpoint
CREATE INDEX `orders_user_id_created_at_idx` ON `orders` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `idx_orders_user_status` ON `orders` (`user_id`,`status`);--> statement-breakpoint
CREATE INDEX `orders_coupon_id_idx` ON `orders` (`coupon_id`);--> statement-breakpoint
CREATE TABLE `wishlist` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`course_id` text NOT NULL,
	`added_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `wishlist_user_id_course_id_key` ON `wishlist` (`user_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `wishlist_course_id_idx` ON `wishlist` (`course_id`);--> statement-breakpoint
CREATE TABLE `blog_comments` (
	`id` text PRIMARY KEY NOT NULL,
	`blog_id` text NOT NULL,
	`user_id` text NOT NULL,
	`parent_id` text,
	`content` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `blog_comments_blog_id_idx` ON `blog_comments` (`blog_id`);--> statement-breakpoint
CREATE INDEX `blog_comments_user_id_idx` ON `blog_comments` (`user_id`);--> statement-breakpoint
CREATE INDEX `blog_comments_parent_id_idx` ON `blog_comments` (`parent_id`);--> statement-breakpoint
CREATE TABLE `blogs` (
	`id` text PRIMARY KEY NOT NULL,
	`author_id` text NOT NULL,
	`title` text NOT NULL,
	`slug` text NOT NULL,
	`excerpt` text,
	`content` text NOT NULL,
	`cover` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`published_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `blogs_author_id_idx` ON `blogs` (`author_id`);--> statement-breakpoint
CREATE INDEX `blogs_slug_idx` ON `blogs` (`slug`);--> statement-breakpoint
CREATE INDEX `blogs_published_published_at_idx` ON `blogs` (`published`,`published_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`sender_id` text NOT NULL,
	`receiver_id` text NOT NULL,
	`course_id` text,
	`content` text NOT NULL,
	`read_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `messages_sender_id_idx` ON `messages` (`sender_id`);--> statement-breakpoint
CREATE INDEX `messages_receiver_id_idx` ON `messages` (`receiver_id`);--> statement-breakpoint
CREATE INDEX `messages_course_id_idx` ON `messages` (`course_id`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`course_id` text NOT NULL,
	`rating` integer NOT NULL,
	`title` text,
	`comment` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reviews_user_id_course_id_key` ON `reviews` (`user_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `reviews_course_id_idx` ON `reviews` (`course_id`);--> statement-breakpoint
CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`description` text,
	`icon` text,
	`color` text,
	`parent_id` text,
	`total_courses` integer DEFAULT 0 NOT NULL,
	`total_students` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `categories_slug_idx` ON `categories` (`slug`);--> statement-breakpoint
CREATE INDEX `categories_parent_id_idx` ON `categories` (`parent_id`);--> statement-breakpoint
CREATE TABLE `courses` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text(200) NOT NULL,
	`slug` text NOT NULL,
	`description` text NOT NULL,
	`short_description` text(500),
	`price` text NOT NULL,
	`discount_price` text,
	`currency` text DEFAULT 'USD' NOT NULL,
	`thumbnail` text,
	`preview_video` text,
	`level` text DEFAULT 'BEGINNER' NOT NULL,
	`duration` integer,
	`language` text DEFAULT 'en' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`requirements` text DEFAULT '[]' NOT NULL,
	`objectives` text DEFAULT '[]' NOT NULL,
	`instructor_id` text NOT NULL,
	`category_id` text NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`featured` integer DEFAULT false NOT NULL,
	`total_students` integer DEFAULT 0 NOT NULL,
	`average_rating` text DEFAULT '0' NOT NULL,
	`total_reviews` integer DEFAULT 0 NOT NULL,
	`total_revenue` text,
	`meta_title` text(60),
	`meta_description` text(160),
	`content_version` integer DEFAULT 0 NOT NULL,
	`media_bytes` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `courses_catalogue_idx` ON `courses` (`published`,`featured`,`total_students`,`created_at`);--> statement-breakpoint
CREATE INDEX `courses_instructor_id_idx` ON `courses` (`instructor_id`);--> statement-breakpoint
CREATE INDEX `courses_category_id_idx` ON `courses` (`category_id`);--> statement-breakpoint
CREATE INDEX `courses_level_idx` ON `courses` (`level`);--> statement-breakpoint
CREATE INDEX `courses_slug_idx` ON `courses` (`slug`);--> statement-breakpoint
CREATE TABLE `lessons` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text(200) NOT NULL,
	`description` text,
	`content` text,
	`position` integer NOT NULL,
	`type` text DEFAULT 'VIDEO' NOT NULL,
	`video_url` text,
	`video_duration` integer,
	`module_id` text NOT NULL,
	`course_id` text NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`is_free` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `lessons_module_id_position_idx` ON `lessons` (`module_id`,`position`);--> statement-breakpoint
CREATE INDEX `lessons_course_id_idx` ON `lessons` (`course_id`);--> statement-breakpoint
CREATE TABLE `media_files` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`lesson_id` text,
	`sha256` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`mime_type` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `media_files_course_id_sha256_key` ON `media_files` (`course_id`,`sha256`);--> statement-breakpoint
CREATE INDEX `media_files_lesson_id_idx` ON `media_files` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `media_files_sha256_idx` ON `media_files` (`sha256`);--> statement-breakpoint
CREATE TABLE `modules` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text(200) NOT NULL,
	`description` text,
	`position` integer NOT NULL,
	`course_id` text NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `modules_course_id_position_idx` ON `modules` (`course_id`,`position`);--> statement-breakpoint
CREATE TABLE `resources` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text(200) NOT NULL,
	`type` text NOT NULL,
	`url` text NOT NULL,
	`file_size` integer,
	`lesson_id` text NOT NULL,
	`course_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `resources_lesson_id_idx` ON `resources` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `resources_course_id_idx` ON `resources` (`course_id`);--> statement-breakpoint
CREATE TABLE `answers` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	`user_id` text NOT NULL,
	`selected_answer` text NOT NULL,
	`is_correct` integer DEFAULT false NOT NULL,
	`points_earned` integer DEFAULT 0 NOT NULL,
	`graded_at` integer,
	`revealed_answer` text,
	`revealed_explanation` text
);
--> statement-breakpoint
CREATE INDEX `answers_attempt_id_question_id_key` ON `answers` (`attempt_id`,`question_id`);--> statement-breakpoint
CREATE INDEX `answers_question_id_idx` ON `answers` (`question_id`);--> statement-breakpoint
CREATE INDEX `answers_user_id_idx` ON `answers` (`user_id`);--> statement-breakpoint
CREATE TABLE `enrollments` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`course_id` text NOT NULL,
	`status` text DEFAULT 'ACTIVE' NOT NULL,
	`progress` text DEFAULT '0' NOT NULL,
	`last_lesson_id` text,
	`total_watch_time` integer DEFAULT 0 NOT NULL,
	`enrolled_at` integer NOT NULL,
	`completed_at` integer,
	`last_accessed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `enrollments_user_id_course_id_key` ON `enrollments` (`user_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `enrollments_user_id_last_accessed_at_idx` ON `enrollments` (`user_id`,`last_accessed_at`);--> statement-breakpoint
CREATE INDEX `enrollments_course_id_idx` ON `enrollments` (`course_id`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`course_id` text NOT NULL,
	`enrollment_id` text,
	`content` text NOT NULL,
	`video_second` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notes_user_id_updated_at_idx` ON `notes` (`user_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `notes_lesson_id_idx` ON `notes` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `notes_course_id_idx` ON `notes` (`course_id`);--> statement-breakpoint
CREATE INDEX `notes_enrollment_id_idx` ON `notes` (`enrollment_id`);--> statement-breakpoint
CREATE TABLE `progress` (
	`id` text PRIMARY KEY NOT NULL,
	`enrollment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`user_id` text NOT NULL,
	`watched_seconds` integer DEFAULT 0 NOT NULL,
	`completed` integer DEFAULT false NOT NULL,
	`started_at` integer,
	`completed_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `progress_enrollment_id_lesson_id_key` ON `progress` (`enrollment_id`,`lesson_id`);--> statement-breakpoint
CREATE INDEX `progress_lesson_id_idx` ON `progress` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `progress_user_id_idx` ON `progress` (`user_id`);--> statement-breakpoint
CREATE TABLE `questions` (
	`id` text PRIMARY KEY NOT NULL,
	`quiz_id` text NOT NULL,
	`course_id` text NOT NULL,
	`quiz_type` text NOT NULL,
	`text` text,
	`type` text DEFAULT 'MULTIPLE_CHOICE' NOT NULL,
	`points` integer DEFAULT 1 NOT NULL,
	`options` text DEFAULT '[]' NOT NULL,
	`correct_answer` text,
	`multiple_answers` integer DEFAULT false NOT NULL,
	`explanation` text,
	`created_at` integer
);
--> statement-breakpoint
CREATE INDEX `questions_quiz_id_idx` ON `questions` (`quiz_id`);--> statement-breakpoint
CREATE INDEX `questions_course_id_quiz_type_idx` ON `questions` (`course_id`,`quiz_type`);--> statement-breakpoint
CREATE TABLE `quiz_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`quiz_id` text NOT NULL,
	`course_id` text NOT NULL,
	`score` text DEFAULT '0' NOT NULL,
	`total_questions` integer DEFAULT 0 NOT NULL,
	`correct_answers` integer DEFAULT 0 NOT NULL,
	`time_spent` integer DEFAULT 0 NOT NULL,
	`passed` integer DEFAULT false NOT NULL,
	`over_limit` integer DEFAULT false NOT NULL,
	`started_at` integer NOT NULL,
	`completed_at` integer,
	`submitted_at` integer,
	`graded_at` integer
);
--> statement-breakpoint
CREATE INDEX `quiz_attempts_user_id_idx` ON `quiz_attempts` (`user_id`);--> statement-breakpoint
CREATE INDEX `quiz_attempts_quiz_id_idx` ON `quiz_attempts` (`quiz_id`);--> statement-breakpoint
CREATE INDEX `quiz_attempts_course_id_idx` ON `quiz_attempts` (`course_id`);--> statement-breakpoint
CREATE TABLE `quizzes` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text(200) NOT NULL,
	`description` text,
	`type` text DEFAULT 'PRACTICE' NOT NULL,
	`time_limit` integer,
	`passing_score` integer DEFAULT 70 NOT NULL,
	`lesson_id` text NOT NULL,
	`course_id` text NOT NULL,
	`shuffle_questions` integer DEFAULT false NOT NULL,
	`show_correct_answers` integer DEFAULT true NOT NULL,
	`allow_retakes` integer DEFAULT true NOT NULL,
	`max_attempts` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quizzes_lesson_id_idx` ON `quizzes` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `quizzes_course_id_idx` ON `quizzes` (`course_id`);--> statement-breakpoint
CREATE TABLE `instructor_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`title` text,
	`expertise` text DEFAULT '[]' NOT NULL,
	`experience` integer,
	`certifications` text DEFAULT '[]' NOT NULL,
	`total_students` integer DEFAULT 0 NOT NULL,
	`total_revenue` text,
	`average_rating` text DEFAULT '0' NOT NULL,
	`total_courses` integer DEFAULT 0 NOT NULL,
	`linked_in` text,
	`twitter` text,
	`github` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `instructor_profiles_user_id_key` ON `instructor_profiles` (`user_id`);--> statement-breakpoint
CREATE TABLE `student_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`learning_goals` text DEFAULT '[]' NOT NULL,
	`preferred_topics` text DEFAULT '[]' NOT NULL,
	`skill_level` text,
	`time_availability` text,
	`courses_completed` integer DEFAULT 0 NOT NULL,
	`total_watch_time` integer DEFAULT 0 NOT NULL,
	`current_streak` integer DEFAULT 0 NOT NULL,
	`longest_streak` integer DEFAULT 0 NOT NULL,
	`total_points` integer DEFAULT 0 NOT NULL,
	`level` integer DEFAULT 1 NOT NULL,
	`badges` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `student_profiles_user_id_key` ON `student_profiles` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`clerk_id` text,
	`email` text,
	`name` text NOT NULL,
	`role` text,
	`bio` text,
	`website` text,
	`avatar` text,
	`created_at` integer,
	`updated_at` integer
);
--> statement-breakpoint
CREATE INDEX `idx_users_email` ON `users` (`email`);--> statement-breakpoint
CREATE INDEX `idx_users_role` ON `users` (`role`);--> statement-breakpoint
CREATE INDEX `users_created_at_idx` ON `users` (`created_at`);--> statement-breakpoint
CREATE TABLE `sync_clients` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`last_mutation` integer DEFAULT 0 NOT NULL,
	`contract_version` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sync_clients_user_id_idx` ON `sync_clients` (`user_id`);--> statement-breakpoint
CREATE TABLE `sync_conflicts` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`field` text NOT NULL,
	`base` text,
	`mine` text NOT NULL,
	`theirs` text NOT NULL,
	`created_at` integer NOT NULL,
	`resolved_at` integer
);
--> statement-breakpoint
CREATE INDEX `sync_conflicts_user_id_idx` ON `sync_conflicts` (`user_id`);--> statement-breakpoint
CREATE TABLE `sync_rejections` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`client_id` text NOT NULL,
	`number` integer NOT NULL,
	`mutation` text NOT NULL,
	`code` text NOT NULL,
	`reason` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`resolved_at` integer
);
--> statement-breakpoint
CREATE INDEX `sync_rejections_client_id_number_key` ON `sync_rejections` (`client_id`,`number`);--> statement-breakpoint
CREATE INDEX `sync_rejections_user_id_idx` ON `sync_rejections` (`user_id`);