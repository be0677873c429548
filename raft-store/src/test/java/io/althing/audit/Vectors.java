package io.althing.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The published vectors of tlog-vectors.json: made by an independent program. */
final class Vectors {
    static final JsonNode ALL = read();

    private Vectors() {}

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("tlog-vectors.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> smallEntries() {
        List<byte[]> entries = new ArrayList<>();
        ALL.at("/merkle_small/leaf_inputs").forEach(hex -> entries.add(HexFormat.of().parseHex(hex.asText())));
        return entries;
    }

    /** Entry i of the large log: i in eight bytes. */
    static byte[] largeEntry(long index) {
        return ByteBuffer.allocate(8).putLong(index).array();
    }

    static Hash hash(JsonNode node, String field) {
        return Hash.fromHex(node.get(field).asText());
    }

    static List<Hash> hashes(JsonNode list) {
        List<Hash> hashes = new ArrayList<>();
        list.forEach(hex -> hashes.add(Hash.fromHex(hex.asText())));
        return hashes;
    }

    static TreeHead head(JsonNode node, String size, String root) {
        return new TreeHead(node.get(size).asLong(), hash(node, root));
    }

    static TreeHead largeHead(long size) {
        return new TreeHead(size, Hash.fromHex(ALL.at("/merkle_large/roots/" + size).asText()));
    }
}
