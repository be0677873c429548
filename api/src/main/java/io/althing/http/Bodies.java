package io.althing.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.audit.MalformedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/** Reads JSON bodies; what is wrong with one is a {@link ProblemException} that says where. */
final class Bodies {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Bodies() {}

    /** The object in the body; an empty body is an empty object. */
    static Json.JObject object(Buffer body) {
        if (body.length() == 0) {
            return new Json.JObject(new TreeMap<>());
        }
        byte[] bytes = body.getBytes();
        try {
            if (CanonicalJson.parse(bytes) instanceof Json.JObject object) {
                return object;
            }
        } catch (MalformedException e) {
            throw malformed(bytes, e).asException();
        }
        throw Problem.of("malformed-json", 400, "the body must be a JSON object: { … }").asException();
    }

    private static Problem malformed(byte[] bytes, MalformedException found) {
        try (JsonParser parser = STRICT.createParser(bytes)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation().getLineNr();
            int column = e.getLocation().getColumnNr();
            return Problem.of("malformed-json", 400,
                    "the body is not JSON at line " + line + ", column " + column + ": " + e.getOriginalMessage())
                    .with("line", Integer.toString(line)).with("column", Integer.toString(column));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Problem.of("malformed-json", 400, "the body is JSON of a kind not taken here: " + found.getMessage());
    }

    /** Takes in a whole body; fails with 413 as soon as it grows beyond the limit. */
    static Future<Buffer> collect(HttpServerRequest request, int limit) {
        Promise<Buffer> done = Promise.promise();
        Buffer all = Buffer.buffer();
        request.handler(chunk -> {
            if (all.length() + chunk.length() > limit) {
                done.tryFail(Problems.tooLarge(limit).asException());
            } else {
                all.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> done.tryComplete(all));
        return done.future();
    }
}
