package io.althing.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.FileCosignStore;
import io.althing.audit.SignedNote;
import io.althing.audit.WitnessAnswer;
import io.althing.checkpoint.CheckpointSettings.Cosigning;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegionCosignerTest {
    private final Path dir;
    private final GrowingLog log = new GrowingLog("entry", 20);
    private FileCosignStore memory;

    RegionCosignerTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.memory = FileCosignStore.create(dir.resolve("cosigned"));
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private RegionCosigner cosigner(List<Region> regions) {
        var cosigning = new Cosigning(Signers.of(Town.EU), memory, Clock.systemUTC());
        var settings = new CheckpointSettings(Signers.LOG, Signers.trust(regions), Optional.of(cosigning), List.of(),
                List.of(), dir.resolve("published"), Signers.QUICK);
        return new RegionCosigner(settings, cosigning, log);
    }

    private WitnessAnswer ask(RegionCosigner cosigner, long old, long size) throws IOException {
        return cosigner.addCheckpoint(AddCheckpoint.of(log.tree(), old, log.note(size)).bytes());
    }

    @Test
    void nothing_is_signed_before_the_other_regions_were_heard() throws IOException {
        RegionCosigner cosigner = cosigner(Town.REGIONS);
        assertThat(ask(cosigner, 0, 5).status()).isEqualTo(503);
        cosigner.catchUp(List.of());
        assertThat(ask(cosigner, 0, 5).status()).isEqualTo(200);
    }

    @Test
    void an_empty_memory_asks_so_many_that_no_quorum_it_was_in_is_missed() throws IOException {
        assertThat(cosigner(Town.REGIONS).othersNeeded()).isEqualTo(2);
        assertThat(cosigner(List.of(Town.EU)).othersNeeded()).isZero();
        memory.advance(Signers.ORIGIN, Optional.empty(), log.tree().head(3));
        assertThat(cosigner(Town.REGIONS).othersNeeded()).isEqualTo(1);
    }

    @Test
    void a_cosigner_that_was_moved_does_not_sign_behind_what_the_others_hold() throws IOException {
        RegionCosigner moved = cosigner(Town.REGIONS);
        moved.catchUp(List.of(log.note(7), log.note(12), log.note(9)));
        assertThat(ask(moved, 0, 10)).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "12\n"));
        assertThat(ask(moved, 12, 13).status()).isEqualTo(200);
    }

    @Test
    void what_the_others_hold_must_have_been_applied_here_first() throws IOException {
        RegionCosigner moved = cosigner(Town.REGIONS);
        SignedNote ahead = new GrowingLog("entry", 30).note(30);
        assertThatThrownBy(() -> moved.catchUp(List.of(ahead))).isInstanceOf(IOException.class)
                .hasMessageContaining("not applied 30");
        assertThat(ask(moved, 0, 5).status()).isEqualTo(503);
        log.grow(30);
        moved.catchUp(List.of(ahead));
        assertThat(moved.caughtUp()).isTrue();
    }

    @Test
    void a_region_whose_tree_is_another_never_begins_to_sign() {
        RegionCosigner moved = cosigner(Town.REGIONS);
        SignedNote other = new GrowingLog("forked", 15).note(15);
        assertThatThrownBy(() -> moved.catchUp(List.of(other))).isInstanceOf(IOException.class)
                .hasMessageContaining("computed root");
        assertThat(moved.caughtUp()).isFalse();
    }

    @Test
    void a_size_that_is_not_applied_here_is_not_signed() throws IOException {
        RegionCosigner cosigner = cosigner(Town.REGIONS);
        cosigner.catchUp(List.of());
        var ahead = new GrowingLog("entry", 21);
        byte[] request = AddCheckpoint.of(ahead.tree(), 0, ahead.note(21)).bytes();
        assertThat(cosigner.addCheckpoint(request).status()).isEqualTo(503);
        log.grow(21);
        assertThat(cosigner.addCheckpoint(request).status()).isEqualTo(200);
    }

    @Test
    void after_a_restart_it_still_tells_under_its_signature_what_it_cosigned_last() throws IOException {
        RegionCosigner before = cosigner(Town.REGIONS);
        assertThat(before.latest()).isEmpty();
        before.catchUp(List.of());
        ask(before, 0, 8);
        memory.close();
        memory = FileCosignStore.open(dir.resolve("cosigned"));
        SignedNote told = cosigner(Town.REGIONS).latest().orElseThrow();
        assertThat(Checkpoint.parse(told.text()).head()).isEqualTo(log.tree().head(8));
        assertThat(told.check(Signers.of(Town.EU).key())).isEqualTo(SignedNote.Check.GOOD);
        assertThat(told.check(Signers.LOG.key())).isEqualTo(SignedNote.Check.GOOD);
    }
}
