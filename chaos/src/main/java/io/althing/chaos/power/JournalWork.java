package io.althing.chaos.power;

import io.althing.agent.Journal;
import io.althing.agent.JournalAct;
import io.althing.codec.RecordJson;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/** An agent's journal. */
record JournalWork() implements Work {
    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String promise() {
        return "a-local-act-survives-a-loss-of-power";
    }

    private static Journal open(Path directory) throws Exception {
        return Journal.open(directory.resolve("journal"),
                new Journal.Parts(new Region("eu-west"), "journal-1", new RecordJson(), InstantSource.system()));
    }

    @Override
    public void work(Path directory, LongConsumer kept) throws Exception {
        Journal journal = open(directory);
        while (true) {
            long number = journal.nextSequence();
            boolean onDisk = journal.append(new JournalAct.WentBack(new ModelName("digits"),
                    new RolloutId("01JAAAAAAAAAAAAAAAAAA" + String.format(Locale.ROOT, "%05d", number)),
                    new VersionId("v2"), JournalAct.Cause.PARTITION, "cut off", Optional.empty()));
            if (onDisk) {
                kept.accept(number);
            }
        }
    }

    @Override
    public long left(Path directory, long least) throws Exception {
        try (Journal journal = open(directory)) {
            return journal.nextSequence() - 1;
        }
    }
}
