package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditVerifierTest {
    private final AuditVerifier verifier = new AuditVerifier(CheckpointReader.unsigned());

    private List<String> findings(TileSource source) throws IOException {
        return switch (verifier.verify(source)) {
            case Report.Verified verified -> List.of();
            case Report.Damaged damaged -> damaged.findings().stream().map(Finding::describe).toList();
        };
    }

    @Test
    void whole_logs_of_every_shape_verify() throws IOException {
        for (long size : new long[]{0, 1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 70_000}) {
            MemoryTree tree = MemoryTree.large(size);
            assertThat(verifier.verify(tree.files())).isEqualTo(new Report.Verified(tree.checkpoint()));
            assertThat(tree.checkpoint().head()).isEqualTo(Vectors.largeHead(size));
        }
    }

    @Test
    void the_published_tamperings_are_named() throws IOException {
        List<List<String>> named = List.of(List.of("tile/0/002: hash 1 "), List.of("tile/0/003.p/232: hash 0 "),
                List.of("tile/1/000.p/3: hash 2 "), List.of("entry 256 (in tile/entries/001)"),
                List.of("entry 0 (in tile/entries/000)", "tile/entries/000: "), List.of("tile/1/000.p/3: missing"));
        JsonNode cases = Vectors.ALL.at("/tiles/tampered/cases");
        for (int i = 0; i < cases.size(); i++) {
            JsonNode tampering = cases.get(i);
            MemoryFiles files = MemoryTree.large(1000).files();
            String path = tampering.get("file").asText();
            if (tampering.has("delete")) {
                files.remove(path);
            } else {
                files.flip(path, tampering.get("offset").asInt(), Integer.parseInt(tampering.get("xor").asText(), 16));
            }
            List<String> found = findings(files);
            assertThat(found).as(tampering.get("why").asText()).hasSameSizeAs(named.get(i));
            for (int j = 0; j < found.size(); j++) {
                assertThat(found.get(j)).startsWith(named.get(i).get(j));
            }
        }
    }

    @Test
    void any_flipped_byte_in_any_file_is_named_by_its_entry_or_file() throws IOException {
        MemoryTree tree = MemoryTree.large(600);
        for (String path : tree.files().all().keySet()) {
            if (path.equals("checkpoint")) {
                continue;
            }
            int length = tree.files().get(path).length;
            for (int offset = 0; offset < length; offset += 7) {
                List<String> found = findings(tree.files().flip(path, offset, 1 << offset % 8));
                String expected = path.startsWith("tile/entries/")
                        ? "entry " + (EntryBundle.parsePath(path).firstEntry() + offset / 10) + " (in " + path + ")"
                        : path + ": hash " + offset / 32 + " ";
                assertThat(found).as(path + " at " + offset).isNotEmpty();
                if (offset % 10 > 1 || !path.startsWith("tile/entries/")) {
                    assertThat(found).hasSize(1);
                }
                assertThat(found.getFirst()).startsWith(expected);
            }
        }
    }

    @Test
    void flips_in_a_log_of_three_levels_are_named() throws IOException {
        MemoryFiles files = MemoryTree.large(65_537).files();
        assertThat(findings(files.flip("tile/2/000.p/1", 0, 1))).singleElement().asString()
                .startsWith("tile/2/000.p/1: hash 0");
        files.flip("tile/2/000.p/1", 0, 1);
        assertThat(findings(files.flip("tile/1/000", 33, 1))).singleElement().asString()
                .startsWith("tile/1/000: hash 1");
        files.flip("tile/1/000", 33, 1);
        assertThat(findings(files.flip("tile/0/017", 8191, 1))).singleElement().asString()
                .startsWith("tile/0/017: hash 255");
        files.flip("tile/0/017", 8191, 1);
        assertThat(findings(files.flip("tile/entries/255", 9, 1))).singleElement().asString()
                .startsWith("entry 65280 ");
        files.flip("tile/entries/255", 9, 1);
        assertThat(findings(files)).isEmpty();
    }

    @Test
    void an_entry_and_its_tile_changed_to_match_are_caught_by_the_tile_above() throws IOException {
        MemoryTree changed = MemoryTree.of(1000, i -> Vectors.largeEntry(i == 300 ? 7 : i));
        MemoryFiles files = MemoryTree.large(1000).files();
        files.put("tile/entries/001", changed.files().get("tile/entries/001"));
        files.put("tile/0/001", changed.files().get("tile/0/001"));
        assertThat(findings(files)).singleElement().asString()
                .startsWith("tile/entries/001: entries and level-0 tile agree");
    }

    @Test
    void an_entry_a_tile_and_another_level_can_be_false_at_once() throws IOException {
        MemoryFiles files = MemoryTree.large(1000).files().flip("tile/entries/000", 9, 1).flip("tile/0/003.p/232", 5, 1)
                .flip("tile/0/001", 40, 4);
        assertThat(findings(files)).satisfiesExactly(first -> assertThat(first).startsWith("entry 0 "),
                second -> assertThat(second).startsWith("tile/0/001: hash 1"),
                third -> assertThat(third).startsWith("tile/0/003.p/232: hash 0"));
    }

    @Test
    void a_checkpoint_of_another_tree_is_named() throws IOException {
        MemoryFiles files = MemoryTree.large(1000).files();
        files.put("checkpoint",
                new Checkpoint("audit.althing.example/log", new TreeHead(1000, MerkleTree.EMPTY_ROOT)).bytes());
        assertThat(findings(files)).singleElement().asString()
                .startsWith("checkpoint: neither the entries nor the tiles");
        assertThat(findings(files.remove("checkpoint"))).containsExactly("checkpoint: there is none");
    }

    @Test
    void checkpoints_are_read_strictly() throws IOException {
        MemoryFiles files = MemoryTree.large(1000).files();
        String text = new String(files.get("checkpoint"), StandardCharsets.UTF_8);
        assertThat(findings(files.put("checkpoint", bytes(text.replace("\n1000\n", "\n01000\n")))))
                .singleElement().asString().contains("without leading zeros");
        assertThat(findings(files.put("checkpoint", bytes(text.replace("/OI=", "/A==")))))
                .singleElement().asString().contains("a hash has 32 bytes, not 31");
        assertThat(findings(files.put("checkpoint", bytes(text.replace("/OI=", "/OJ=")))))
                .singleElement().asString().contains("not the canonical base64");
        assertThat(findings(files.put("checkpoint", bytes(text + "\n")))).singleElement().asString()
                .contains("no signature below the blank line");
        assertThat(findings(files.put("checkpoint", bytes(text.trim())))).singleElement().asString()
                .contains("line feed");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_missing_bundle_and_a_short_tile_are_named() throws IOException {
        MemoryFiles files = MemoryTree.large(1000).files().remove("tile/entries/002");
        assertThat(findings(files)).containsExactly("tile/entries/002: missing");
        files.put("tile/0/000", new byte[31]);
        assertThat(findings(files)).containsExactly("tile/entries/002: missing",
                "tile/0/000: has 31 bytes instead of 8192");
    }

    @Test
    void a_partial_tile_is_found_in_the_full_one_that_replaced_it() throws IOException {
        MemoryTree tree = MemoryTree.large(512);
        Checkpoint earlier = new Checkpoint("audit.althing.example/log", tree.reader().head(300));
        MemoryFiles files = tree.files().put("tile/1/000.p/1", tree.reader().tile(new Tile(1, 0, 1)));
        assertThat(AuditVerifier.verify(files, earlier)).isEqualTo(new Report.Verified(earlier));
    }

    @Test
    void a_log_copied_over_http_verifies_and_a_flipped_byte_on_disk_is_named(@TempDir Path directory)
            throws IOException {
        MemoryTree tree = MemoryTree.large(1000);
        MemoryFiles files = tree.files();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/audit/", exchange -> {
            byte[] body = files.all().getOrDefault(exchange.getRequestURI().getPath().substring("/audit/".length()),
                    new byte[0]);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            TileSource remote = new HttpTiles(client,
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/audit"));
            assertThat(verifier.verify(remote)).isEqualTo(new Report.Verified(tree.checkpoint()));
            assertThat(DirectoryTiles.copy(remote, CheckpointReader.unsigned(), directory)).isEqualTo(10);
        } finally {
            server.stop(0);
        }
        TileSource local = new DirectoryTiles(directory);
        assertThat(findings(local)).isEmpty();
        Path bundle = directory.resolve("tile/entries/003.p/232");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[2 + 10 * 32 + 4] ^= 0x20;
        Files.write(bundle, bytes);
        assertThat(findings(local)).singleElement().asString().startsWith("entry 800 (in tile/entries/003.p/232)");
    }
}
