package io.althing.checkpoint;

import io.althing.audit.MalformedException;
import io.althing.audit.SignedNote;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Another node's API, as far as checkpoints go. */
record PeerNode(HttpClient client, URI base, Duration patience) {
    /**
     * What a region cosigned last.
     *
     * @param region as it says itself
     * @param note empty if it has cosigned nothing yet
     */
    record Cosigned(String region, Optional<SignedNote> note) {}

    /** Where it takes checkpoints to cosign. */
    WitnessLink witness() {
        return new HttpWitness(client, base.resolve("/audit"), patience);
    }

    /** The checkpoint it serves; empty if there is none or no answer. */
    Optional<SignedNote> published() throws InterruptedException {
        return get("/audit/checkpoint").filter(answer -> answer.statusCode() == 200).flatMap(PeerNode::note);
    }

    /** What its region cosigned last; empty if there is no answer or the region's cosigner is another node. */
    Optional<Cosigned> cosigned(String originHash) throws InterruptedException {
        return get("/audit/" + originHash + "/checkpoint")
                .filter(answer -> answer.statusCode() == 200 || answer.statusCode() == 404)
                .flatMap(answer -> answer.headers().firstValue("Althing-Region")
                        .map(region -> new Cosigned(region,
                                answer.statusCode() == 200 ? note(answer) : Optional.empty()))
                        .filter(told -> answer.statusCode() == 404 || told.note().isPresent()));
    }

    private Optional<HttpResponse<byte[]>> get(String path) throws InterruptedException {
        try {
            return Optional.of(client.send(HttpRequest.newBuilder(base.resolve(path)).timeout(patience).build(),
                    BodyHandlers.ofByteArray()));
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    private static Optional<SignedNote> note(HttpResponse<byte[]> answer) {
        try {
            return Optional.of(SignedNote.parse(answer.body()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
