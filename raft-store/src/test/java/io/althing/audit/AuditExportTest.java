package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditExportTest {
    private static final AuditLog LOG = log();

    private static AuditLog log() {
        AuditLog log = new AuditLog();
        for (int i = 0; i < 300; i++) {
            log.append(entry(i));
        }
        log.append("not JSON".getBytes(StandardCharsets.UTF_8));
        return log;
    }

    private static Json entry(int i) {
        Json actor = Json.object(Map.of("id", Json.string(i == 7 ? "=cmd()" : "u-17"), "kind", Json.string("person")));
        Json event = Json.object(Map.of("type", Json.string("rollback-decided"), "model",
                Json.string(i % 2 == 0 ? "fraud" : "digits"), "region", Json.string("eu-west")));
        return Json.object(Map.of("schema", Json.number(1), "time",
                Json.string("2026-01-01T00:" + (10 + i / 60) + ":" + (10 + i % 50) + "Z"), "action",
                Json.string(i == 8 ? "say \"hi\", then" : "open-ballot"), "actor", actor, "events",
                Json.array(List.of(event))));
    }

    private static AuditExport export(EntryFilter filter) {
        return new AuditExport(LOG, LOG.head().size(), filter);
    }

    @Test
    void json_lines_keep_the_exact_bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(export(EntryFilter.ALL).jsonLines(out)).isEqualTo(301);
        AuditLog rebuilt = new AuditLog();
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            EntryRecord row = EntryRecord.of(0, line.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = Base64.getDecoder().decode(row.text("bytes").orElseThrow());
            assertThat(row.text("leafHash")).contains(MerkleTree.leafHash(bytes).hex());
            assertThat(row.text("index")).contains(Long.toString(rebuilt.append(bytes)));
        });
        assertThat(rebuilt.head()).isEqualTo(LOG.head());
    }

    @Test
    void csv_says_that_it_is_lossy_and_runs_no_formulas() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export(EntryFilter.ALL).csv(List.of("action", "actor.id", "events"), out);
        List<String> lines = List.of(out.toString(StandardCharsets.UTF_8).split("\r\n"));
        assertThat(lines.get(0)).startsWith("# lossy");
        assertThat(lines.get(1)).isEqualTo("index,leafHash,action,actor.id,events");
        assertThat(lines.get(2 + 7)).contains(",open-ballot,'=cmd(),\"[{\"\"model\"\":\"\"digits\"\"");
        assertThat(lines.get(2 + 8)).contains(",\"say \"\"hi\"\", then\",u-17,");
        assertThat(lines.getLast()).isEqualTo("300," + LOG.hash(0, 300) + ",,,");
    }

    @Test
    void filters_select_by_period_model_and_region() throws IOException {
        Optional<Instant> from = Optional.of(Instant.parse("2026-01-01T00:11:00Z"));
        Optional<Instant> until = Optional.of(Instant.parse("2026-01-01T00:12:00Z"));
        EntryFilter filter = EntryFilter.ALL.between(from, until).with(EntryField.MODEL, "fraud")
                .with(EntryField.REGION, "eu-west");
        assertThat(
                export(filter).each(entry -> assertThat(entry.index()).isBetween(60L, 119L).matches(i -> i % 2 == 0)))
                .isEqualTo(30);
        assertThat(filter.description()).isEqualTo("all entries from 2026-01-01T00:11:00Z until before"
                + " 2026-01-01T00:12:00Z about model fraud about region eu-west");
        EntryFilter other = EntryFilter.ALL.with(EntryField.REGION, "mars");
        assertThat(export(other).each(entry -> assertThat(entry).isNull())).isZero();
    }

    private static TileSource published() {
        SignedNote note = SignedNote.of(new Checkpoint(Keys.ORIGIN, LOG.head()), Keys.LOG)
                .with(Keys.REGIONS.get(0).cosign(new Checkpoint(Keys.ORIGIN, LOG.head()), 1_767_225_600))
                .with(Keys.REGIONS.get(1).cosign(new Checkpoint(Keys.ORIGIN, LOG.head()), 1_767_225_601));
        return LOG.files(note.bytes());
    }

    @Test
    void a_bundle_verifies_on_its_own_and_holds_a_receipt_for_each_wanted_entry(@TempDir Path directory)
            throws IOException {
        EntryFilter digits = EntryFilter.ALL.with(EntryField.MODEL, "digits");
        Path bundle = directory.resolve("bundle");
        assertThat(new AuditBundle(published(), Keys.twoOfThree(), digits).write(bundle))
                .isInstanceOf(Report.Verified.class);
        TrustPolicy policy = TrustPolicy.parse(Files.readAllBytes(bundle.resolve("policy")));
        TlogProof proof = TlogProof.parse(Files.readAllBytes(bundle.resolve("proofs/299.tlog-proof")));
        assertThat(proof.verify(LOG.entry(299), new TrustCheck(policy))).isInstanceOf(TlogProof.Outcome.Proven.class);
        try (var proofs = Files.list(bundle.resolve("proofs"))) {
            assertThat(proofs).hasSize(150);
        }
        assertThat(Files.readString(bundle.resolve("keys/log.vkey"))).isEqualTo(Keys.LOG.key().vkey() + "\n");
        assertThat(Files.readString(bundle.resolve("VERIFY.md"))).contains("without its makers");
        assertThatThrownBy(() -> new AuditBundle(published(), Keys.twoOfThree(), digits).write(bundle))
                .isInstanceOf(IOException.class).hasMessageContaining("not empty");
    }

    @Test
    void the_bundles_python_script_agrees_and_finds_a_changed_entry(@TempDir Path directory) throws Exception {
        Path bundle = directory.resolve("bundle");
        new AuditBundle(published(), Keys.twoOfThree(), EntryFilter.ALL).write(bundle);
        assertThat(python(bundle)).startsWith("ok: the 301 entries of audit.althing.example/log");
        Path entries = bundle.resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(entries);
        bytes[40] ^= 1;
        Files.write(entries, bytes);
        assertThat(python(bundle)).startsWith("WRONG: the 301 entries lead to root");
    }

    private static String python(Path bundle) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: no /usr/bin/python3");
        Process process = new ProcessBuilder("/usr/bin/python3", "verify.py", ".").directory(bundle.toFile())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void a_damaged_log_is_not_bundled(@TempDir Path directory) throws IOException {
        TileSource whole = published();
        TileSource damaged = new TileSource() {
            @Override
            public Optional<byte[]> checkpoint() throws IOException {
                return whole.checkpoint();
            }

            @Override
            public Optional<byte[]> tile(Tile tile) throws IOException {
                return whole.tile(tile);
            }

            @Override
            public Optional<byte[]> bundle(EntryBundle bundle) throws IOException {
                return whole.bundle(bundle).map(bytes -> {
                    bytes[2] ^= 1;
                    return bytes;
                });
            }
        };
        Report report = new AuditBundle(damaged, Keys.twoOfThree(), EntryFilter.ALL).write(directory);
        assertThat(report).isInstanceOfSatisfying(Report.Damaged.class,
                found -> assertThat(found.findings()).extracting(Finding::describe).first().asString()
                        .startsWith("entry 0"));
        assertThat(directory.resolve("entries.jsonl")).doesNotExist();
    }

    @Test
    void an_entry_that_names_only_its_rollout_is_about_that_ones_model_and_version() throws IOException {
        AuditLog log = new AuditLog();
        log.append(event("rollout", "r1", "model", "fraud", "version", "v2"));
        log.append(event("rollout", "r2", "model", "digits", "version", "v2"));
        log.append(event("rollout", "r1", "region", "eu-west"));
        log.append(event("rollout", "unheard-of"));
        assertThat(found(log, EntryFilter.ALL.with(EntryField.MODEL, "fraud"))).containsExactly(0L, 2L);
        assertThat(found(log, EntryFilter.ALL.with(EntryField.MODEL, "fraud").with(EntryField.VERSION, "v2")
                .with(EntryField.REGION, "eu-west"))).containsExactly(2L);
        assertThat(found(log, EntryFilter.ALL.with(EntryField.MODEL, "digits"))).containsExactly(1L);
    }

    @Test
    void an_entry_that_names_only_its_ballot_is_about_that_ones_rollout() throws IOException {
        AuditLog log = new AuditLog();
        log.append(event("rollout", "r1", "model", "fraud", "version", "v2"));
        log.append(event("ballot", "b1", "rollout", "r1"));
        log.append(event("ballot", "b1", "result", "keep"));
        log.append(event("ballot", "unheard-of"));
        assertThat(found(log, EntryFilter.ALL.with(EntryField.ROLLOUT, "r1"))).containsExactly(0L, 1L, 2L);
        assertThat(found(log, EntryFilter.ALL.with(EntryField.MODEL, "fraud"))).containsExactly(0L, 1L, 2L);
    }

    private static Json event(String... fields) {
        var event = new TreeMap<String, Json>();
        for (int i = 0; i < fields.length; i += 2) {
            event.put(fields[i], Json.string(fields[i + 1]));
        }
        return Json.object(Map.of("events", Json.array(List.of(Json.object(event)))));
    }

    private static List<Long> found(AuditLog log, EntryFilter filter) throws IOException {
        List<Long> found = new ArrayList<>();
        new AuditExport(log, log.head().size(), filter.alongTheLog()).each(entry -> found.add(entry.index()));
        return found;
    }
}
