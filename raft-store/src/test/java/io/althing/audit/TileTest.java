package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TileTest {
    private static final JsonNode TILES = Vectors.ALL.get("tiles");
    private static final MemoryTree LARGE = MemoryTree.large(70_000);

    @Test
    void indices_are_written_in_groups_of_three() {
        for (JsonNode example : TILES.get("path_encoding")) {
            Tile tile = new Tile(0, example.get("n").asLong(), 256);
            assertThat(tile.path()).isEqualTo("tile/0/" + example.get("path").asText());
            assertThat(Tile.parse(tile.path())).isEqualTo(tile);
        }
    }

    @Test
    void paths_read_back_as_they_were_written() {
        for (JsonNode example : TILES.get("full_path_examples")) {
            String path = example.asText();
            assertThat(path.startsWith("tile/entries/") ? EntryBundle.parsePath(path).path() : Tile.parse(path).path())
                    .isEqualTo(path);
        }
        assertThat(EntryBundle.parsePath("tile/entries/x001/234.p/7")).isEqualTo(new EntryBundle(1234, 7));
        assertThat(new EntryBundle(1234, 7).path()).isEqualTo("tile/entries/x001/234.p/7");
    }

    @Test
    void malformed_paths_are_refused_for_the_right_reason() {
        List<String> reasons = List.of("groups of three", "groups of three", "is not a tile path", "0 to 63, not 64",
                "is not a tile path", "groups of three", "width is 1 to 255", "groups of three", "groups of three",
                "groups of three", "empty group", "groups of three", "is not a tile path");
        JsonNode cases = TILES.get("malformed_paths");
        assertThat(cases).hasSameSizeAs(reasons);
        for (int i = 0; i < reasons.size(); i++) {
            String path = cases.get(i).get("path").asText();
            assertThatThrownBy(() -> Tile.parse(path)).as(cases.get(i).get("why").asText())
                    .isInstanceOf(MalformedException.class).hasMessageContaining(reasons.get(i));
        }
        assertThatThrownBy(() -> EntryBundle.parsePath("tile/data/000")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> EntryBundle.parsePath("tile/entries/000.p/256"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void every_size_has_the_published_layout() {
        TILES.get("layout_by_size").properties().forEach(size -> {
            long entries = Long.parseLong(size.getKey());
            for (JsonNode level : size.getValue()) {
                List<Tile> tiles = Tile.ofLevel(level.get("level").asInt(), entries);
                assertThat(tiles.stream().filter(Tile::isFull)).hasSize(level.get("full_tiles").asInt());
                int partial = level.get("partial_width").asInt();
                assertThat(tiles.stream().filter(tile -> !tile.isFull()).map(Tile::width))
                        .isEqualTo(partial == 0 ? List.of() : List.of(partial));
            }
            assertThat(Tile.ofTree(entries)).last().extracting(Tile::level).isEqualTo(size.getValue().size() - 1);
        });
        assertThat(Tile.ofTree(0)).isEmpty();
        assertThat(EntryBundle.ofTree(0)).isEmpty();
    }

    @Test
    void tiles_and_bundles_have_the_published_bytes() throws Exception {
        for (JsonNode vector : TILES.get("hash_tiles")) {
            same(vector, LARGE.reader().tile(Tile.parse(vector.get("path").asText())));
        }
        for (JsonNode vector : TILES.get("entry_bundles")) {
            EntryBundle bundle = EntryBundle.parsePath(vector.get("path").asText());
            byte[] bytes = bundle.encode(LARGE);
            same(vector, bytes);
            assertThat(EntryBundle.encode(bundle.entries(bytes))).isEqualTo(bytes);
        }
    }

    private static void same(JsonNode vector, byte[] bytes) throws Exception {
        assertThat(bytes).hasSize(vector.get("bytes").asInt());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(vector.get("sha256").asText());
    }

    @Test
    void the_small_log_is_the_published_bundle_and_tile() {
        JsonNode small = TILES.get("small_log_size_8");
        MemoryTree tree = MemoryTree.of(8, i -> Vectors.smallEntries().get((int) i));
        assertThat(HexFormat.of().formatHex(new EntryBundle(0, 8).encode(tree)))
                .isEqualTo(small.get("entries_data").asText());
        assertThat(HexFormat.of().formatHex(tree.reader().tile(new Tile(0, 0, 8))))
                .isEqualTo(small.get("tile_data").asText());
    }

    @Test
    void bundles_that_break_off_or_run_over_are_refused() {
        EntryBundle bundle = new EntryBundle(2, 2);
        assertThat(bundle.entries(new byte[]{0, 1, 7, 0, 0})).containsExactly(new byte[]{7}, new byte[0]);
        assertThatThrownBy(() -> bundle.entries(new byte[]{0, 1, 7, 0}))
                .hasMessage("tile/entries/002.p/2: ends before the length of entry 513");
        assertThatThrownBy(() -> bundle.entries(new byte[]{0, 1, 7, 0, 2, 1}))
                .hasMessage("tile/entries/002.p/2: ends within entry 513, which claims 2 bytes");
        assertThatThrownBy(() -> bundle.entries(new byte[]{0, 1, 7, 0, 0, 9}))
                .hasMessage("tile/entries/002.p/2: has 1 bytes after its last entry");
    }

    @Test
    void an_entry_of_65536_bytes_is_refused() {
        EntryBundle.requireFits(new byte[65_535]);
        assertThatThrownBy(() -> TreeAppender.append(LARGE, 70_000, new byte[65_536]))
                .isInstanceOf(MalformedException.class).hasMessageContaining("at most 65535 bytes");
    }
}
