package io.althing.store;

import io.althing.codec.Codecs;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.Town;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Commands as builds wrote them to their logs, and what became of them. A line is a log record: the kind of command, the leader's stamp in
 * milliseconds, the bytes in base64, the outcome, and the chained digest after it; {@code story} begins another log. Lines are added when
 * there are new commands and never changed: a build that reads one otherwise would disagree with the replicas that wrote it.
 */
final class CommandCorpus {
    private static final String STORY = "story";

    /** One command of a log. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(String kind, long stampMillis, byte[] payload, String outcome, String digest) {
        static Line parse(String line) {
            String[] fields = line.split(" ", -1);
            return new Line(fields[0], Long.parseLong(fields[1]), Base64.getDecoder().decode(fields[2]), fields[3],
                    fields[4]);
        }

        String text() {
            return String.join(" ", kind, Long.toString(stampMillis), Base64.getEncoder().encodeToString(payload),
                    outcome, digest);
        }
    }

    private CommandCorpus() {}

    /** The logs that are checked in. */
    static List<List<Line>> checkedIn() throws IOException {
        List<List<Line>> logs = new ArrayList<>();
        try (var in = CommandCorpus.class.getResourceAsStream("/io/althing/store/commands.corpus")) {
            if (in == null) {
                throw new IOException("commands.corpus is missing");
            }
            for (String line : new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).lines()
                    .toList()) {
                if (line.equals(STORY)) {
                    logs.add(new ArrayList<>());
                } else {
                    logs.getLast().add(Line.parse(line));
                }
            }
        }
        return logs;
    }

    /** A log and the replica that applies it, command by command. */
    static final class Replica {
        private final Applier applier = new Applier(new MemoryKeyValue(),
                new Registry((key, statement, signature) -> signature.value().equals("signed " + key),
                        Integer.MAX_VALUE),
                Codecs.create());

        /** What this build makes of the command. */
        Line apply(String kind, long stampMillis, byte[] payload) {
            var record = new LogRecord(applier.appliedIndex() + 1, Instant.ofEpochMilli(stampMillis), payload);
            Outcome outcome = applier.apply(List.of(record)).getFirst().orElseThrow().outcome();
            return new Line(kind, stampMillis, payload, switch (outcome) {
                case Outcome.Accepted accepted -> "accepted";
                case Outcome.Rejected rejected -> "rejected";
            }, applier.chainDigest().value());
        }
    }

    /** Prints a corpus of the stories as this build writes them; the file to write is the argument. */
    public static void main(String[] args) throws IOException {
        var codecs = Codecs.create();
        List<String> lines = new ArrayList<>();
        for (Town town : AuditReplayTest.stories()) {
            lines.add(STORY);
            var replica = new Replica();
            long stamp = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
            for (Proposal proposal : town.asked()) {
                stamp += lines.size() % 3 == 0 ? -50 : 700;
                lines.add(replica.apply(proposal.command().getClass().getSimpleName(), stamp,
                        codecs.proposals().encode(proposal)).text());
            }
        }
        Files.write(Path.of(args[0]), lines);
    }
}
