-- Effects outside, decided but perhaps not sent (law 9). state: 0 unsent, 1 sent, 2 refused.
-- family: register
CREATE TABLE outbox (
    tenant_id BIGINT NOT NULL,
    topic TEXT NOT NULL,
    message_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at_us BIGINT NOT NULL,
    sent_at_us BIGINT NOT NULL,
    reference TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (tenant_id, topic, message_key)
);
CREATE INDEX outbox_by_turn ON outbox (tenant_id, topic, state, next_at_us, created_at_us);
