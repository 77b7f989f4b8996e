"""How many first responses were in time, by kind of case: a projection of the journal in a hundred lines.

    python first_response_verdicts.py --brokers localhost:9092 --database verdicts.sqlite [--until-end]

Prints a line of JSON with the figure each time it has caught up; with --until-end it then stops. It may be killed at any moment: rows and
places are committed together, so it goes on exactly where it stood.
"""

import argparse
import json
import sqlite3

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

CLOCK = "first-response"

TABLES = """
CREATE TABLE IF NOT EXISTS places (partition INTEGER PRIMARY KEY, next_offset INTEGER, position TEXT, sequence INTEGER);
CREATE TABLE IF NOT EXISTS cases (id TEXT PRIMARY KEY, kind TEXT);
CREATE TABLE IF NOT EXISTS runs (stream TEXT, instance INTEGER, case_id TEXT, verdict TEXT, PRIMARY KEY (stream, instance));
"""

FIGURE = """
SELECT kind, SUM(verdict = 'met'), SUM(verdict = 'missed') FROM runs JOIN cases ON cases.id = runs.case_id GROUP BY kind ORDER BY kind
"""


def apply(rows, event_type, stream, case_id, data):
    """One event into the rows. What is not known is passed over: new types of event may come at any time."""
    if event_type == "redress.ComplaintRegistered.v1":
        rows.execute("INSERT INTO cases VALUES (?, ?)", (case_id, data["kind"]))
    elif event_type == "redress.ComplaintReclassified.v1" and "kind" in data:
        rows.execute("UPDATE cases SET kind = ? WHERE id = ?", (data["kind"], case_id))
    elif data.get("clock") == CLOCK:
        if event_type == "redress.ClockStopped.v1":
            verdict = data["verdict"]
        elif event_type == "redress.ClockBreached.v1":
            verdict = "missed"
        else:
            return
        # Missed is missed: a breach comes first, the late stop after it says the same.
        rows.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", (stream, data["instance"], case_id, verdict))


class Guard:
    """No gap, no repeat, never out of order: a relay may write a stretch again, with the same numbers."""

    def __init__(self, partition, position, sequence):
        self.partition, self.position, self.sequence = partition, position, sequence

    def admits(self, position, sequence):
        if position <= self.position:
            return False
        if sequence != self.sequence + 1:
            raise RuntimeError(f"partition {self.partition}: event {sequence} after event {self.sequence}: some are missing")
        self.position, self.sequence = position, sequence
        return True


def run(brokers, topic, database, until_end):
    rows = sqlite3.connect(database, isolation_level=None)
    rows.executescript(TABLES)
    # No group and no committed offsets: the place is where the rows are.
    consumer = Consumer({
        "bootstrap.servers": brokers,
        "group.id": "unused",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "error",
    })
    partitions = consumer.list_topics(topic, 10).topics[topic].partitions
    places = {partition: (at, Guard(partition, position, sequence))
              for partition, at, position, sequence in rows.execute("SELECT * FROM places")}
    guards = {partition: places[partition][1] if partition in places else Guard(partition, "", -1) for partition in partitions}
    consumer.assign([TopicPartition(topic, partition, places[partition][0] if partition in places else 0)
                     for partition in partitions])
    at_end = set()
    while True:
        batch = consumer.consume(500, 1.0)
        rows.execute("BEGIN")
        for message in batch:
            partition = message.partition()
            if message.error():
                if message.error().code() != KafkaError._PARTITION_EOF:
                    raise KafkaException(message.error())
                at_end.add(partition)
                continue
            at_end.discard(partition)
            headers = {name: value.decode() for name, value in message.headers()}
            guard = guards[partition]
            if guard.admits(headers["redress_position"], int(headers["redress_sequence"])):
                apply(rows, headers["ce_type"], headers["ce_subject"], message.key().decode(), json.loads(message.value()))
            rows.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)",
                         (partition, message.offset() + 1, guard.position, guard.sequence))
        rows.execute("COMMIT")
        if batch and len(at_end) == len(partitions):
            figure = {kind: {"met": met, "missed": missed} for kind, met, missed in rows.execute(FIGURE)}
            print(json.dumps({"clock": CLOCK, "kinds": figure}), flush=True)
            if until_end:
                consumer.close()
                return


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--brokers", required=True)
    options.add_argument("--topic", default="redress.events.v1")
    options.add_argument("--database", required=True, help="a SQLite file, made where it is not there")
    options.add_argument("--until-end", action="store_true", help="stop once everything that is there was read")
    given = options.parse_args()
    run(given.brokers, given.topic, given.database, given.until_end)
