-- What was applied to this store; the hash tells when a migration's text was changed afterwards.
-- family: root
CREATE TABLE migration (
    position BIGINT NOT NULL,
    room TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (room, name)
);
