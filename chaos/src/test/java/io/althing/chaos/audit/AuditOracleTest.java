package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AuditLog;
import io.althing.audit.Checkpoint;
import io.althing.audit.CheckpointReader;
import io.althing.audit.EntryBundle;
import io.althing.audit.Json;
import io.althing.audit.Tile;
import io.althing.audit.TileSource;
import io.althing.chaos.audit.Violation.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Each fault that the oracle is there to find makes it speak, and a clean run does not. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditOracleTest {
    private static final List<Json> HISTORY = LongStream.range(0, 700).mapToObj(AuditOracleTest::entry).toList();

    private static Json entry(long i) {
        return Json.object(Map.of("action", Json.string("promote"), "requestId", Json.string("r-" + i)));
    }

    private static AuditLog log(List<Json> entries) {
        AuditLog log = new AuditLog();
        entries.forEach(log::append);
        return log;
    }

    private static String checkpoint(AuditLog log, long size) {
        return new Checkpoint("audit.example/log", log.tree().head(size)).text();
    }

    private static TileSource served(List<Json> entries) {
        AuditLog log = log(entries);
        return log.files(new Checkpoint("audit.example/log", log.head()).bytes());
    }

    private static List<Violation> judge(Map<String, TileSource> regions) throws IOException {
        return AuditOracle.judge(observed(regions, List.of()));
    }

    private static AuditObservation observed(Map<String, TileSource> regions, List<Integer> witness) {
        AuditLog honest = log(HISTORY);
        return new AuditObservation(new TreeMap<>(regions),
                LongStream.of(0, 1, 255, 256, 257, 600, 699).mapToObj(
                        size -> new AuditObservation.ServedCheckpoint("us-east", checkpoint(honest, size))).toList(),
                LongStream.range(0, 650).mapToObj(i -> new AuditObservation.AcknowledgedWrite("r-" + i, i)).toList(),
                witness, List.of(), CheckpointReader.unsigned());
    }

    private static Map<String, TileSource> regions(List<Json> euWest) {
        return Map.of("ap-south", served(HISTORY), "eu-west", served(euWest), "us-east", served(HISTORY));
    }

    private static List<Json> changed(Consumer<List<Json>> change) {
        List<Json> entries = new ArrayList<>(HISTORY);
        change.accept(entries);
        return entries;
    }

    @Test
    void a_clean_run_keeps_every_promise_also_with_one_region_behind() throws IOException {
        assertThat(judge(regions(HISTORY))).isEmpty();
        assertThat(judge(regions(HISTORY.subList(0, 300)))).isEmpty();
        assertThat(AuditOracle.judge(observed(regions(HISTORY), List.of(200, 409, 200)))).isEmpty();
    }

    @Test
    void an_entry_edited_dropped_or_duplicated_in_one_region_is_found() throws IOException {
        Map<List<Json>, Integer> faults = Map.of(changed(entries -> entries.set(600, entry(-1))), 600,
                changed(entries -> entries.remove(600)), 600, changed(entries -> entries.add(600, entry(600))), 601);
        for (Map.Entry<List<Json>, Integer> fault : faults.entrySet()) {
            List<Violation> found = judge(regions(fault.getKey()));
            assertThat(found).extracting(Violation::promise).contains(Promise.REGIONS_EQUAL, Promise.ONE_HISTORY);
            assertThat(found).extracting(Violation::what)
                    .contains("ap-south and eu-west differ from entry " + fault.getValue() + " on");
        }
    }

    @Test
    void an_unordered_map_in_apply_is_found() throws IOException {
        List<Json> shuffled = changed(entries -> Collections.swap(entries, 10, 11));
        assertThat(judge(regions(shuffled))).extracting(Violation::what)
                .contains("ap-south and eu-west differ from entry 10 on");
    }

    @Test
    void a_checkpoint_above_what_was_committed_is_found() throws IOException {
        List<Json> committed = HISTORY.subList(0, 650);
        assertThat(judge(Map.of("us-east", served(committed), "eu-west", served(committed))))
                .allMatch(violation -> violation.promise() == Promise.ONE_HISTORY)
                .extracting(Violation::what).anyMatch(what -> what.startsWith("a checkpoint of size 699 was served"));
    }

    @Test
    void an_acknowledged_write_that_is_lost_or_there_twice_is_found_though_the_regions_agree() throws IOException {
        for (List<Json> fault : List.of(HISTORY.subList(0, 649), changed(entries -> entries.set(699, entry(5))))) {
            TileSource same = served(fault);
            assertThat(judge(Map.of("us-east", same, "eu-west", same))).extracting(Violation::promise)
                    .contains(Promise.NO_ACKNOWLEDGED_WRITE_LOST);
        }
    }

    @Test
    void a_region_restored_from_an_old_copy_that_went_on_by_itself_is_found() throws IOException {
        List<Json> restored = new ArrayList<>(HISTORY.subList(0, 500));
        LongStream.range(0, 100).forEach(i -> restored.add(entry(10_000 + i)));
        assertThat(judge(regions(restored))).extracting(Violation::what)
                .contains("ap-south and eu-west differ from entry 500 on");
    }

    @Test
    void a_forged_partial_tile_is_found() throws IOException {
        TileSource honest = served(HISTORY);
        TileSource forged = new TileSource() {
            @Override
            public Optional<byte[]> checkpoint() throws IOException {
                return honest.checkpoint();
            }

            @Override
            public Optional<byte[]> tile(Tile tile) throws IOException {
                return honest.tile(tile).map(bytes -> {
                    bytes[0] ^= (byte) (tile.isFull() ? 0 : 1);
                    return bytes;
                });
            }

            @Override
            public Optional<byte[]> bundle(EntryBundle bundle) throws IOException {
                return honest.bundle(bundle);
            }
        };
        assertThat(judge(Map.of("us-east", honest, "eu-west", forged))).extracting(Violation::what)
                .anyMatch(what -> what.startsWith("eu-west: tile/0/002.p/188: hash 0"));
    }

    @Test
    void a_witness_that_saw_a_fork_is_believed() throws IOException {
        assertThat(AuditOracle.judge(observed(regions(HISTORY), List.of(200, 422)))).extracting(Violation::promise)
                .containsExactly(Promise.WITNESS_SATISFIED);
    }

    @Test
    void a_region_that_cosigns_behind_itself_is_found() throws IOException {
        AuditLog honest = log(HISTORY);
        List<AuditObservation.Cosigned> signed = LongStream.of(1, 600, 600, 599)
                .mapToObj(size -> new AuditObservation.Cosigned("us-east", honest.tree().head(size))).toList();
        assertThat(AuditOracle.judge(cosigned(signed.subList(0, 3)))).isEmpty();
        assertThat(AuditOracle.judge(cosigned(signed))).extracting(Violation::promise)
                .containsExactly(Promise.COSIGNERS_REMEMBER);
    }

    private static AuditObservation cosigned(List<AuditObservation.Cosigned> signed) {
        return new AuditObservation(new TreeMap<>(regions(HISTORY)), List.of(), List.of(), List.of(), signed,
                CheckpointReader.unsigned());
    }

    @Test
    void an_order_that_clients_cannot_have_seen_is_found() {
        var first = new AuditObservation.AcknowledgedWrite("a", 7, 0, 10);
        var meanwhile = new AuditObservation.AcknowledgedWrite("b", 6, 5, 20);
        var later = new AuditObservation.AcknowledgedWrite("c", 5, 30, 40);
        assertThat(OrderOfWrites.violations(List.of(first, meanwhile))).isEmpty();
        assertThat(OrderOfWrites.violations(List.of(later, meanwhile, first))).hasSize(1);
    }
}
