-- An installation of the original design: its tables word for word, and the indexes, policies and triggers
-- that it speaks of, as such installations have them.

CREATE TABLE user_task_history (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
    task_type VARCHAR(50) NOT NULL DEFAULT 'image_generation',
    prompt TEXT NOT NULL,
    original_image_url TEXT,
    generated_image_url TEXT,
    aws_original_key TEXT,
    aws_generated_key TEXT,
    tokens_used INTEGER DEFAULT 0,
    credits_deducted INTEGER DEFAULT 0,
    status VARCHAR(20) NOT NULL DEFAULT 'pending',
    error_message TEXT,
    aspect_ratio VARCHAR(10),
    model_version VARCHAR(50),
    generation_time_ms INTEGER,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
    completed_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE user_task_statistics (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
    period_type VARCHAR(20) NOT NULL,
    period_date DATE NOT NULL,
    total_tasks INTEGER DEFAULT 0,
    successful_tasks INTEGER DEFAULT 0,
    failed_tasks INTEGER DEFAULT 0,
    total_tokens_used INTEGER DEFAULT 0,
    total_credits_deducted INTEGER DEFAULT 0,
    total_generation_time_ms BIGINT DEFAULT 0,
    avg_generation_time_ms INTEGER DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
    UNIQUE(user_id, period_type, period_date)
);

CREATE INDEX idx_user_task_history_user_created ON user_task_history(user_id, created_at DESC);
CREATE INDEX idx_user_task_history_status ON user_task_history(status);
CREATE INDEX idx_user_task_statistics_user_period ON user_task_statistics(user_id, period_type, period_date);

ALTER TABLE user_task_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_task_statistics ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view own task history" ON user_task_history
    FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY "Users can insert own task history" ON user_task_history
    FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE POLICY "Users can update own task history" ON user_task_history
    FOR UPDATE USING (auth.uid() = user_id);
CREATE POLICY "Users can delete own task history" ON user_task_history
    FOR DELETE USING (auth.uid() = user_id);
CREATE POLICY "Users can view own statistics" ON user_task_statistics
    FOR SELECT USING (auth.uid() = user_id);
GRANT ALL ON user_task_history, user_task_statistics TO authenticated, service_role;

CREATE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at = NOW();
    RETURN NEW;
END $$;
CREATE TRIGGER update_user_task_history_updated_at BEFORE UPDATE ON user_task_history
    FOR EACH ROW EXECUTE FUNCTION update_updated_at();

CREATE FUNCTION update_user_task_statistics() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO user_task_statistics AS kept
        (user_id, period_type, period_date, total_tasks, successful_tasks, total_tokens_used)
    VALUES (NEW.user_id, 'daily', COALESCE(NEW.created_at, NOW())::date, 1,
        (NEW.status = 'completed')::integer, COALESCE(NEW.tokens_used, 0))
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET
        total_tasks = kept.total_tasks + 1,
        successful_tasks = kept.successful_tasks + EXCLUDED.successful_tasks,
        total_tokens_used = kept.total_tokens_used + EXCLUDED.total_tokens_used;
    RETURN NEW;
END $$;
CREATE TRIGGER trigger_update_statistics AFTER INSERT OR UPDATE ON user_task_history
    FOR EACH ROW EXECUTE FUNCTION update_user_task_statistics();
