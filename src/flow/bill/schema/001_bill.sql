-- What was billed: statements (invoices and credit notes), their lines, the periods they cover, carried state.
-- `statement` counts an account's statements from 1; being part of the key it makes double billing impossible.

-- family: payer
CREATE TABLE invoice (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    issuer_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    number TEXT NOT NULL,
    issued_on BIGINT NOT NULL,
    due_on BIGINT NOT NULL,
    period_from BIGINT NOT NULL,
    period_to BIGINT NOT NULL,
    currency TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    payable BIGINT NOT NULL,
    reference TEXT NOT NULL,
    cut BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, statement)
);

-- family: register
CREATE TABLE invoice_number (
    tenant_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- The next number of a series: one row per issuer, document kind and year.
-- family: register
CREATE TABLE number_series (
    tenant_id BIGINT NOT NULL,
    series TEXT NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, series)
);

-- family: payer
CREATE TABLE billed_line (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    line BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    charge TEXT NOT NULL,
    part TEXT NOT NULL,
    schedule TEXT NOT NULL,
    version BIGINT NOT NULL,
    days_from BIGINT NOT NULL,
    days_to BIGINT NOT NULL,
    tax TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    tax_percent TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit TEXT NOT NULL,
    price TEXT NOT NULL,
    base BIGINT NOT NULL,
    net BIGINT NOT NULL,
    name TEXT NOT NULL,
    corrects TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, statement, line)
);
CREATE INDEX billed_line_by_period
    ON billed_line (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from);

-- One row per subscription, stream (0 in arrears, 1 in advance), nominal period and statement that billed or re-billed it. `facts` is the hash of
-- everything but usage that the price depends on; usage newer than `cut` is asked of meter.
-- family: payer
CREATE TABLE billed_period (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, statement)
);

-- family: payer
CREATE TABLE carried_state (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    charge TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, statement, charge, name)
);

-- The outcome of prepare: a survivor has statements > 0; `content` lets seal prove that it computed the same again.
-- family: payer
CREATE TABLE prepared (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    first_statement BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    currency TEXT NOT NULL,
    net BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    content BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, run_id)
);

-- family: payer
CREATE TABLE bill_exception (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    cause TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL,
    currency TEXT NOT NULL,
    at_stake BIGINT NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, run_id, ordinal)
);
