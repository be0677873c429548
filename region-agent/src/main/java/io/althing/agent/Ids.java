package io.althing.agent;

import io.althing.registry.BallotId;
import io.althing.registry.Blob;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import java.nio.charset.StandardCharsets;

/** Identities made from data, so that whoever does the same thing twice, or after a restart, gives it the same name. */
final class Ids {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_CHARS = 10;
    private static final int RANDOM_CHARS = 16;

    private Ids() {}

    /** The ballot a region opens on a rollout after a look: the rollout's time, then a digest of all three. */
    static BallotId ballot(RolloutId rollout, Region region, long look) {
        String facts = rollout + "/" + region + "/" + look;
        String digest = Blob.of(facts.getBytes(StandardCharsets.UTF_8)).digest().value();
        var id = new StringBuilder(rollout.value().substring(0, TIME_CHARS));
        for (int i = 0; i < RANDOM_CHARS; i++) {
            id.append(CROCKFORD.charAt(Integer.parseInt(digest.substring(2 * i, 2 * i + 2), 16) % CROCKFORD.length()));
        }
        return new BallotId(id.toString());
    }

    /** A short name for what a request says in words: said otherwise, it is another request. */
    static String digest(String words) {
        return Blob.of(words.getBytes(StandardCharsets.UTF_8)).digest().value().substring(0, RANDOM_CHARS);
    }

    /** A request id: facts joined by slashes. */
    static String request(Object... facts) {
        var id = new StringBuilder();
        for (Object fact : facts) {
            id.append(id.isEmpty() ? "" : "/").append(fact);
        }
        return id.toString();
    }
}
