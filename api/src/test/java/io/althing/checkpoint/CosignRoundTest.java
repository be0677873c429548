package io.althing.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.Cosigner;
import io.althing.audit.FileCosignStore;
import io.althing.audit.SignedNote;
import io.althing.audit.TrustCheck;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CosignRoundTest {
    private final GrowingLog log = new GrowingLog("entry", 20);
    private final Set<Region> down = ConcurrentHashMap.newKeySet();
    private final List<Region> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<FileCosignStore> memories = new ArrayList<>();
    private final CosignRound round;

    CosignRoundTest(@TempDir Path dir) throws IOException {
        List<CosignRequest> requests = new ArrayList<>();
        for (Region region : Town.REGIONS) {
            requests.add(request(region, dir.resolve(region.value())));
        }
        this.round = new CosignRound(requests, new TrustCheck(Signers.trust(Town.REGIONS).inForce()), Signers.QUICK);
    }

    private CosignRequest request(Region region, Path directory) throws IOException {
        FileCosignStore memory = FileCosignStore.create(directory);
        memories.add(memory);
        var cosigner = new Cosigner(Signers.of(region), Map.of(Signers.ORIGIN, List.of(Signers.LOG.key())), memory,
                Optional.empty(), Clock.systemUTC());
        return new CosignRequest(region.value(), body -> {
            asked.add(region);
            if (down.contains(region)) {
                throw new IOException("connection refused");
            }
            return cosigner.addCheckpoint(body);
        }, List.of(Signers.of(region).key()));
    }

    @AfterEach
    void close() throws IOException {
        for (FileCosignStore memory : memories) {
            memory.close();
        }
    }

    @Test
    void one_that_was_down_is_asked_again_and_nobody_else() throws InterruptedException {
        down.add(Town.AP);
        SignedNote note = round.gather(log.tree(), log.note(10));
        assertThat(round.believed(note)).isTrue();
        assertThat(round.incomplete(note)).isTrue();
        down.clear();
        asked.clear();
        SignedNote complete = round.complete(log.tree(), note);
        assertThat(asked).containsExactly(Town.AP);
        assertThat(complete.check(Signers.of(Town.AP).key())).isEqualTo(SignedNote.Check.GOOD);
        assertThat(round.incomplete(complete)).isFalse();
    }
}
