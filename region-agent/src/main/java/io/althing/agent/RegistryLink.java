package io.althing.agent;

import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.RegionView;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import java.util.concurrent.CompletableFuture;

/**
 * The agent's line to its own region's registry node.
 *
 * <p>Threads: any; no method blocks. Every future completes normally, with an {@link Answer}, within the link's deadline; what is
 * chained to it must be short. Repetition: telling the same command under the same request id again is answered with the first
 * result and changes nothing. Order: commands told one after the other's answer take effect in that order.
 */
public interface RegistryLink extends AutoCloseable {
    /** How fresh a view must be. */
    enum Freshness {
        /** Sees everything acknowledged before it was asked; needs a quorum. */
        LINEARIZABLE,
        /** Whatever the node has applied; answers while cut off. */
        LOCAL
    }

    /** Everything the region acts upon. */
    CompletableFuture<Answer<RegionView>> view(Freshness freshness);

    /**
     * Asks for a change. Only commands a region's agent may give: its policy file, votes, reports, ballots.
     *
     * @param requestId up to 128 characters, derived from what the command is about
     * @return the log index of the change
     */
    CompletableFuture<Answer<Long>> tell(String requestId, Command command);

    /** A blob kept in the registry, verified against its digest. */
    CompletableFuture<Answer<Blob>> blob(Sha256 digest);

    /** A version's description, from the node's own state. */
    CompletableFuture<Answer<ModelVersion>> version(ModelName model, VersionId version);

    /**
     * Calls back, on any thread, whenever something happened in the registry. A connection that breaks is made again from where it
     * broke. To be called once.
     */
    void onEvent(Runnable wake);

    /** Ends the connection; answers still due are not waited for. */
    @Override
    void close();
}
