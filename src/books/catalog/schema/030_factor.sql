-- Numbers that come from outside month by month or day by day and turn what a counter shows into what is billed. kind:
-- calorific value, degree days, profile; name: of the area, or of the profile; day: the text of the row (2026-04,
-- 2026-04-16, 04-16, Apr Sat, Apr). value in nano units. A later batch supersedes.
-- family: register
CREATE TABLE factor (
    tenant_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    batch BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, name, day, batch)
);
