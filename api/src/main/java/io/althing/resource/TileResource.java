package io.althing.resource;

import io.althing.audit.EntryBundle;
import io.althing.audit.MalformedException;
import io.althing.audit.Tile;
import io.althing.audit.TreeTiles;
import io.althing.checkpoint.CheckpointDesk;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.store.AuditReader;
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
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The audit log as static files (C2SP tlog-tiles) under {@code /audit/}: the cosigned checkpoint, hash tiles and entry bundles. Tiles
 * and bundles never change, partial ones of any width included, and are never of entries above the commit index.
 */
final class TileResource implements Resource {
    private static final String PREFIX = "/audit/";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final String BRIEFLY = "public, max-age=1";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Pattern GZIP = Pattern.compile("(?i)\\b(x-)?gzip\\b");
    private static final Pattern NO_GZIP = Pattern.compile("(?i)gzip\\s*;\\s*q=0(\\.0+)?\\s*(,|$)");

    private final CheckpointDesk checkpoints;
    private final TreeTiles tiles;

    TileResource(ApiContext api, CheckpointDesk checkpoints) {
        this.checkpoints = checkpoints;
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
        return Future.succeededFuture(checkpoints.published()
                .map(note -> Answer.bytes(TEXT, note.bytes()).with("Cache-Control", BRIEFLY)).orElseThrow(
                        () -> Problems.missing("checkpoint yet: this node has none with enough cosignatures")
                                .asException()));
    }

    private Future<Answer> tile(Call call) {
        Tile tile = where(() -> Tile.parse(name(call)));
        return file(call, () -> tiles.tile(tile));
    }

    private Future<Answer> bundle(Call call) {
        EntryBundle bundle = where(() -> EntryBundle.parsePath(name(call)));
        return file(call, () -> tiles.bundle(bundle));
    }

    private static Future<Answer> file(Call call, Callable<Optional<byte[]>> source) {
        boolean gzip = call.header("Accept-Encoding").filter(TileResource::takesGzip).isPresent();
        return call.aside(() -> source.call().map(bytes -> answer(bytes, gzip)))
                .map(found -> found.orElseThrow(() -> Problems.missing(name(call) + " yet").asException()));
    }

    private static boolean takesGzip(String encodings) {
        return GZIP.matcher(encodings).find() && !NO_GZIP.matcher(encodings).find();
    }

    /** Hashes do not get smaller, so hash tiles mostly go out as they are. */
    private static Answer answer(byte[] file, boolean gzip) {
        Answer plain = new Answer(200, "application/octet-stream", Buffer.buffer(file),
                Map.of("Cache-Control", FOREVER, "Vary", "Accept-Encoding"));
        byte[] packed = gzip ? gzipped(file) : file;
        return packed.length < file.length
                ? new Answer(200, plain.mediaType(), Buffer.buffer(packed), plain.headers()).with("Content-Encoding",
                        "gzip")
                : plain;
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
