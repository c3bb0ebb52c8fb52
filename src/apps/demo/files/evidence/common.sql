-- What the questions in this folder are asked of. Days are counted from 1970-01-01; `subscription` is one of an account.
WITH
-- The first day of the demo.
demo AS (SELECT ?1 AS first_day),
-- What holds of a subscription from a day on, as the last file said it, with what held before and after.
term AS (
    SELECT a.number AS account, a.number || '/' || s.subscription_id AS subscription, s.role, s.starts_on,
        p.kind AS service, p.code AS point, v.valid_from AS day, v.plan, v.site, v.payment_plan,
        LAG(v.plan) OVER in_time AS plan_before, LEAD(v.plan) OVER in_time AS plan_after
    FROM subscription_version v
    JOIN subscription s USING (tenant_id, bucket, billing_account_id, subscription_id)
    JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
    JOIN identifier n ON n.tenant_id = s.tenant_id AND n.kind = 'service point' AND n.id = s.service_point_id
    JOIN service_point p ON p.tenant_id = n.tenant_id AND p.bucket = n.bucket AND p.service_point_id = n.id
    WHERE v.batch = (
        SELECT MAX(o.batch) FROM subscription_version o
        WHERE o.tenant_id = v.tenant_id AND o.bucket = v.bucket AND o.billing_account_id = v.billing_account_id
            AND o.subscription_id = v.subscription_id AND o.valid_from = v.valid_from)
    WINDOW in_time AS (PARTITION BY a.number, s.subscription_id ORDER BY v.valid_from)
),
-- Who the holder of an account is and where bills go, by the days from which they hold.
holder AS (
    SELECT a.number AS account, v.valid_from AS day, v.name, v.street, v.city, v.tax_status
    FROM billing_account_version v JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
),
-- Lines of bills that went out.
line AS (
    SELECT a.number AS account, a.number || '/' || l.subscription_id AS subscription,
        i.number AS invoice, i.issued_on, i.kind = 1 AS is_credit_note, l.stream = 0 AS is_arrears,
        l.charge, l.schedule, l.version, l.days_from, l.days_to, l.tax_code, l.quantity, l.corrects, l.breakdown
    FROM billed_line l
    JOIN invoice i USING (tenant_id, bucket, billing_account_id, statement)
    JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
),
-- Entries of the books and what they move on accounts of one kind (src/books/ledger/entry.h).
posted AS (
    SELECT a.number AS account, e.kind, e.entry_key, e.booked_on, g.kind AS book, p.amount_minor, p.invoice_id
    FROM journal_entry e
    JOIN posting p USING (tenant_id, bucket, billing_account_id, journal_entry_id)
    JOIN ledger_account g USING (tenant_id, ledger_account_id)
    JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
),
-- Who follows whom at a place on the very day; `stays`: with the same address, so that only the payer is another.
successor AS (
    SELECT b.account AS before, a.account AS after, a.day,
        EXISTS (SELECT 1 FROM holder x JOIN holder y ON y.street = x.street AND y.city = x.city
                WHERE x.account = b.account AND y.account = a.account) AS stays
    FROM term b JOIN term a ON a.point = b.point AND a.account <> b.account
    WHERE b.role = 0 AND b.plan = '' AND a.role = 0 AND a.day = a.starts_on AND a.day >= b.day
)
