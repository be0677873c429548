package io.althing.resource;

import io.althing.audit.Checkpoint;
import io.althing.audit.EntryBundle;
import io.althing.audit.MalformedException;
import io.althing.audit.Tile;
import io.althing.audit.TreeTiles;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Genesis;
import io.althing.registry.Table;
import io.althing.store.AuditReader;
import io.althing.store.Consistency;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The audit log as static files (C2SP tlog-tiles) under {@code /audit/}: the checkpoint, hash tiles and, gzipped, entry bundles. Tiles
 * and bundles never change. The checkpoint is not signed yet: it is origin, size and root as this replica has them.
 */
final class TileResource implements Resource {
    private static final String PREFIX = "/audit/";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final ApiContext api;
    private final TreeTiles tiles;

    TileResource(ApiContext api) {
        this.api = api;
        AuditReader audit = api.store().audit();
        this.tiles = new TreeTiles(Optional::empty, audit, index -> entry(audit, index));
    }

    private static byte[] entry(AuditReader audit, long index) {
        List<byte[]> found = audit.entries(index, 1);
        if (found.isEmpty()) {
            throw new NoSuchElementException("no audit entry " + index);
        }
        return found.getFirst();
    }

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, "/audit/checkpoint", this::checkpoint);
        routes.plain(HttpMethod.GET, "/audit/tile/entries/*", this::bundle);
        routes.plain(HttpMethod.GET, "/audit/tile/*", this::tile);
    }

    private Future<Answer> checkpoint(Call call) {
        return call.here(api.store().read(new Consistency.Local(), state -> state.get(Table.GENESIS, Table.ONLY)))
                .map(read -> {
                    Genesis genesis = read.value().orElseThrow(
                            () -> Problems.missing("checkpoint yet: the cluster has not been formed").asException());
                    byte[] text = new Checkpoint(genesis.origin(), api.store().audit().head()).bytes();
                    return Answer.bytes("text/plain; charset=utf-8", text).with("Cache-Control", "no-store");
                });
    }

    private Future<Answer> tile(Call call) {
        Tile tile = where(() -> Tile.parse(name(call)));
        return call.aside(() -> tiles.tile(tile)).map(found -> found
                .map(bytes -> Answer.bytes("application/octet-stream", bytes).with("Cache-Control", FOREVER))
                .orElseThrow(() -> Problems.missing("tile " + name(call) + " yet").asException()));
    }

    private Future<Answer> bundle(Call call) {
        EntryBundle bundle = where(() -> EntryBundle.parsePath(name(call)));
        boolean gzip = call.header("Accept-Encoding").filter(encodings -> encodings.contains("gzip")).isPresent();
        return call.aside(() -> tiles.bundle(bundle).map(bytes -> answer(bytes, gzip))).map(found -> found
                .orElseThrow(() -> Problems.missing("entry bundle " + name(call) + " yet").asException()));
    }

    private static Answer answer(byte[] bundle, boolean gzip) {
        Map<String, String> headers = Map.of("Cache-Control", FOREVER, "Vary", "Accept-Encoding");
        Answer plain = new Answer(200, "application/octet-stream", Buffer.buffer(gzip ? gzipped(bundle) : bundle),
                headers);
        return gzip ? plain.with("Content-Encoding", "gzip") : plain;
    }

    private static byte[] gzipped(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String name(Call call) {
        return call.uriPath().substring(PREFIX.length());
    }

    private static <T> T where(java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (MalformedException e) {
            throw io.althing.http.Problem.of("not-found", 404, String.valueOf(e.getMessage())).asException();
        }
    }
}
