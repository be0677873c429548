package io.althing.resource;

import io.althing.audit.SignedNote;
import io.althing.audit.WitnessAnswer;
import io.althing.checkpoint.CheckpointDesk;
import io.althing.checkpoint.TrustVersions;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Problem;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The region as a witness (C2SP tlog-witness): takes checkpoints to cosign, shows monitors what it cosigned last, and serves the trust
 * policy (C2SP tlog-policy) that says whose cosignatures count.
 */
final class WitnessResource implements Resource {
    private static final int MAX_REQUEST_BYTES = 64 << 10;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final CheckpointDesk checkpoints;

    WitnessResource(CheckpointDesk checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.POST, "/audit/add-checkpoint", MAX_REQUEST_BYTES, this::addCheckpoint);
        routes.plain(HttpMethod.GET, "/audit/policy", call -> policy(checkpoints.trust().newest()));
        routes.plain(HttpMethod.GET, "/audit/policy/:version",
                call -> policy(call.path("version", Integer::parseInt)));
        routes.plain(HttpMethod.GET, "/audit/:origin/checkpoint", this::cosigned);
    }

    private Future<Answer> addCheckpoint(Call call) {
        return call.aside(() -> {
            WitnessAnswer answer = checkpoints.addCheckpoint(call.bytes());
            return new Answer(answer.status(), answer.contentType(), Buffer.buffer(answer.body()), Map.of());
        });
    }

    private Future<Answer> cosigned(Call call) {
        if (!checkpoints.isOwnOrigin(call.path("origin"))) {
            throw Problems.missing("log here whose origin has that SHA-256").asException();
        }
        if (!checkpoints.cosigns()) {
            throw Problem.of("not-the-cosigner", 421, "another node of this region cosigns for it").asException();
        }
        return call.aside(checkpoints::cosigned).map(note -> note.map(WitnessResource::answer).orElseThrow(
                () -> Problems.missing("checkpoint that this region has cosigned").asException()));
    }

    private static Answer answer(SignedNote note) {
        return Answer.bytes(TEXT, note.bytes()).with("Cache-Control", "no-cache");
    }

    private Future<Answer> policy(int version) {
        TrustVersions trust = checkpoints.trust();
        Optional<String> text = trust.text(version);
        return Future.succeededFuture(text
                .map(file -> Answer.bytes(TEXT, file.getBytes(StandardCharsets.UTF_8))
                        .with("Althing-Policy-Version", Integer.toString(version)).with("Cache-Control", "no-cache"))
                .orElseThrow(() -> Problems.missing("trust policy " + version + "; the newest is " + trust.newest())
                        .asException()));
    }
}
