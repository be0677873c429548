package io.althing.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Cosigner;
import io.althing.audit.FileCosignStore;
import io.althing.audit.NoteSignature;
import io.althing.audit.SignedNote;
import io.althing.audit.TrustCheck;
import io.althing.audit.WitnessAnswer;
import io.althing.checkpoint.PublishedCheckpoint.Offer;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PublishedCheckpointTest {
    private final Path dir;
    private final GrowingLog log = new GrowingLog("entry", 20);
    private final PublishedCheckpoint published;

    PublishedCheckpointTest(@TempDir Path dir) {
        this.dir = dir;
        this.published = published();
    }

    private PublishedCheckpoint published() {
        return new PublishedCheckpoint(dir.resolve("kept/published"), log,
                new TrustCheck(Signers.trust(Town.REGIONS).inForce()));
    }

    /** The log's checkpoint as regions that have never signed anything would cosign it. */
    private SignedNote cosigned(GrowingLog of, long size, Region... regions) throws IOException {
        SignedNote note = of.note(size);
        for (Region region : regions) {
            try (FileCosignStore memory = FileCosignStore.create(dir.resolve(UUID.randomUUID().toString()))) {
                var cosigner = new Cosigner(Signers.of(region), Map.of(Signers.ORIGIN, List.of(Signers.LOG.key())),
                        memory, Optional.empty(), Clock.systemUTC());
                WitnessAnswer answer = cosigner.addCheckpoint(AddCheckpoint.of(of.tree(), 0, note).bytes());
                for (NoteSignature line : WitnessAnswer.cosignatures(answer.body())) {
                    note = note.with(line);
                }
            }
        }
        return note;
    }

    @Test
    void a_checkpoint_needs_the_quorum() throws IOException {
        assertThat(published.offer(log.note(5))).isEqualTo(Offer.NOT_BELIEVED);
        assertThat(published.offer(cosigned(log, 5, Town.EU))).isEqualTo(Offer.NOT_BELIEVED);
        assertThat(published.now()).isEmpty();
        assertThat(published.offer(cosigned(log, 5, Town.EU, Town.US))).isEqualTo(Offer.TAKEN);
        assertThat(published.size()).isEqualTo(5);
    }

    @Test
    void it_never_goes_back_and_takes_the_same_size_again_only_with_more_cosignatures() throws IOException {
        published.offer(cosigned(log, 10, Town.EU, Town.US));
        assertThat(published.offer(cosigned(log, 9, Town.EU, Town.US, Town.AP))).isEqualTo(Offer.NOTHING_NEW);
        assertThat(published.offer(cosigned(log, 10, Town.AP, Town.US))).isEqualTo(Offer.NOTHING_NEW);
        assertThat(published.offer(cosigned(log, 10, Town.EU, Town.US, Town.AP))).isEqualTo(Offer.TAKEN);
        assertThat(published.size()).isEqualTo(10);
    }

    @Test
    void what_is_not_applied_here_or_has_another_root_is_not_served_whoever_signed_it() throws IOException {
        SignedNote ahead = cosigned(new GrowingLog("entry", 30), 30, Town.EU, Town.US);
        assertThat(published.offer(ahead)).isEqualTo(Offer.NOT_APPLIED_YET);
        SignedNote forked = cosigned(new GrowingLog("forked", 20), 20, Town.EU, Town.US);
        assertThat(published.offer(forked)).isEqualTo(Offer.OTHER_ROOT);
        assertThat(published.now()).isEmpty();
        log.grow(30);
        assertThat(published.offer(ahead)).isEqualTo(Offer.TAKEN);
    }

    @Test
    void what_was_served_survives_a_restart_and_a_damaged_file_is_as_none() throws IOException {
        assertThat(published.kept()).isEmpty();
        SignedNote note = cosigned(log, 10, Town.EU, Town.US);
        published.offer(note);
        assertThat(published().kept()).contains(note);
        Files.writeString(dir.resolve("kept/published"), "what is this\n");
        assertThat(published().kept()).isEmpty();
    }

    @Test
    void what_a_new_policy_does_not_believe_stays_until_something_takes_its_place() throws IOException {
        published.offer(cosigned(log, 10, Town.EU, Town.US));
        published.judgeBy(new TrustCheck(Signers.trust(List.of(Town.AP, Town.US)).inForce()));
        assertThat(published.now().orElseThrow().head().size()).isEqualTo(10);
        assertThat(published.size()).as("believed").isZero();
        assertThat(published.offer(cosigned(log, 9, Town.AP, Town.US))).isEqualTo(Offer.NOTHING_NEW);
        assertThat(published.offer(cosigned(log, 10, Town.EU, Town.US))).isEqualTo(Offer.NOT_BELIEVED);
        assertThat(published.offer(cosigned(log, 10, Town.AP, Town.US))).isEqualTo(Offer.TAKEN);
        assertThat(published.size()).isEqualTo(10);
    }
}
