// DuckDB's part of compare.py, one thread. Each prints one object of JSON.
//   node duckdb.mjs version
//   node duckdb.mjs load FILE LAYOUT HOMES COPIES   makes the file: homes.sql, then LAYOUT.load.sql
//   node duckdb.mjs measure FILE QUERY ROWS PLAN     three passes, and three more that find in DuckDB's
//                                                   buffers what they read; then the rows as CSV, and
//                                                   how they came about
// A query's file may set something first; its last statement is the query.
import { DuckDBInstance, version } from '@duckdb/node-api';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SQL = path.join(path.dirname(fileURLToPath(import.meta.url)), 'duckdb');
const COPIES_AT_ONCE = 50;  // are sorted in memory

const text = (name) => fs.readFileSync(path.join(SQL, name), 'utf8');
const quoted = (value) => `'${value.replaceAll("'", "''")}'`;

class Opened {
  static async file(name, settings) {
    const opened = new Opened();
    opened.instance = await DuckDBInstance.create(name, settings);
    opened.connection = await opened.instance.connect();
    return opened;
  }
  async rows(sql) {
    return (await this.connection.runAndReadAll(sql)).getRowsJson();
  }
  close() {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

async function load(file, layout, homes, copies) {
  for (const old of [file, `${file}.wal`]) fs.rmSync(old, { force: true });
  const opened = await Opened.file(file, {});
  await opened.rows(`SET VARIABLE homes = ${quoted(path.join(homes, '*.csv.gz'))}`);
  await opened.rows(text('homes.sql'));
  const [once, repeated] = text(`${layout}.load.sql`).split('-- for each copies [first, last)\n');
  await opened.rows(once);
  for (let first = 0; first < copies; first += COPIES_AT_ONCE) {
    await opened.rows(`SET VARIABLE first = ${first}`);
    await opened.rows(`SET VARIABLE last = ${Math.min(first + COPIES_AT_ONCE, copies)}`);
    await opened.rows(repeated);
  }
  await opened.rows('CHECKPOINT');
  opened.close();
  return { bytes: fs.statSync(file).size };
}

async function timed(work) {
  const cpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  await work();
  const used = process.cpuUsage(cpu);
  const wall_s = Number(process.hrtime.bigint() - begin) / 1e9;
  return { cpu_s: (used.user + used.system) / 1e6, wall_s };
}

async function measure(file, query, rows, plan) {
  const statements = text(query).split(';\n');
  const selected = statements.pop();
  const begun = async () => {
    const opened = await Opened.file(file, { threads: '1', access_mode: 'READ_ONLY' });
    for (const statement of statements) await opened.rows(statement);
    return opened;
  };
  const totals = `SELECT count(*), sum(intervals), sum(wh), sum(amount) FROM (${selected})`;
  const passes = [], buffered = [];
  for (let round = 0; round <= 3; ++round) {
    let opened;
    const pass = await timed(async () => {
      opened = await begun();
      return opened.rows(totals);
    });
    const again = await timed(() => opened.rows(totals));
    if (round > 0) {  // the first one fills the page cache
      passes.push(pass);
      buffered.push(again);
    }
    opened.close();
  }
  const opened = await begun();
  fs.writeFileSync(plan, (await opened.rows(`EXPLAIN ANALYZE ${totals}`))[0][1]);
  await opened.rows(`COPY (
    SELECT point, month, name, intervals, wh, amount FROM (${selected}) JOIN windows USING (window_no)
    ORDER BY point, month, window_no) TO ${quoted(rows)} (HEADER false)`);
  opened.close();
  return { passes, buffered };
}

const [verb, ...given] = process.argv.slice(2);
const verbs = { version: async () => ({ version: version() }), load, measure };
console.log(JSON.stringify(await verbs[verb](...given)));
