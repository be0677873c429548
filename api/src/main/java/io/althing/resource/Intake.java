package io.althing.resource;

import io.althing.artifacts.ArtifactFailure;
import io.althing.artifacts.ArtifactStore;
import io.althing.artifacts.Upload;
import io.althing.registry.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Carries the body of a paused request into the artifact store, one chunk at a time on worker threads. */
final class Intake {
    private final HttpServerRequest request;
    private final Vertx vertx;
    private final ArtifactStore store;
    private final Sha256 digest;

    Intake(RoutingContext context, ArtifactStore store, Sha256 digest) {
        this.request = context.request();
        this.vertx = context.vertx();
        this.store = store;
        this.digest = digest;
    }

    /** True if the artifact is new here, false if it was there already. */
    Future<Boolean> run() {
        return vertx.executeBlocking(this::begin, false).compose(upload -> upload.map(this::take)
                .orElseGet(this::known));
    }

    private Optional<Upload> begin() throws java.io.IOException {
        if (store.find(digest).isPresent()) {
            return Optional.empty();
        }
        String announced = request.getHeader("Content-Length");
        return Optional.of(store.begin(digest, announced == null ? 0 : Long.parseLong(announced)));
    }

    /** What is stored stays; but bytes that are not it are refused all the same. */
    private Future<Boolean> known() {
        MessageDigest sent = sha256();
        Promise<Boolean> done = Promise.promise();
        request.handler(chunk -> sent.update(chunk.getBytes()));
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> {
            Sha256 actual = new Sha256(HexFormat.of().formatHex(sent.digest()));
            if (actual.equals(digest)) {
                done.tryComplete(false);
            } else {
                done.tryFail(new ArtifactFailure(ArtifactFailure.Reason.WRONG_DIGEST,
                        "the bytes that came have the SHA-256 " + actual + ", not " + digest
                                + "; what is stored under that name is unchanged"));
            }
        });
        request.resume();
        return done.future();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Future<Boolean> take(Upload upload) {
        Promise<Boolean> done = Promise.promise();
        request.handler(chunk -> {
            request.pause();
            write(upload, chunk).onComplete(written -> request.resume(), done::tryFail);
        });
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> vertx.executeBlocking(() -> {
            upload.commit();
            return true;
        }, false).onComplete(done::tryComplete, done::tryFail));
        request.resume();
        return done.future().eventually(() -> vertx.executeBlocking(() -> {
            upload.close();
            return true;
        }, false));
    }

    private Future<Boolean> write(Upload upload, Buffer chunk) {
        return vertx.executeBlocking(() -> {
            upload.write(ByteBuffer.wrap(chunk.getBytes()));
            return true;
        }, false);
    }

    /** Reads what is still coming and drops it, so that the answer reaches a client that sends first and reads later. */
    void discardRest() {
        if (!request.isEnded()) {
            request.handler(chunk -> {});
            request.endHandler(end -> {});
            request.resume();
        }
    }
}
