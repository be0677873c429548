package io.althing.checkpoint;

import io.althing.audit.SignedNote;
import io.althing.audit.TlogProof;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.audit.TrustCheck;
import io.althing.audit.WitnessAnswer;
import io.althing.store.AuditReader;
import io.althing.store.RegistryStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's checkpoints: what it serves, what it cosigns, and the loop that brings in new ones. Any thread. */
public final class CheckpointDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDesk.class);

    private final RegistryStore store;
    private final AuditReader audit;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final PublishedCheckpoint published;
    private final CheckpointLoop loop;
    private final String originHash;
    private final ScheduledExecutorService thread;
    private volatile CheckpointSettings settings;
    private volatile Optional<RegionCosigner> cosigner;

    /** A desk that has not started. */
    public CheckpointDesk(CheckpointSettings settings, RegistryStore store) {
        this.store = store;
        this.settings = settings;
        this.audit = store.audit();
        var check = new TrustCheck(settings.trust().inForce());
        this.published = new PublishedCheckpoint(settings.kept(), audit, check);
        this.cosigner = settings.cosigning().map(cosigning -> new RegionCosigner(settings, cosigning, audit));
        this.originHash = settings.trust().originHash();
        this.loop = new CheckpointLoop(surroundings(check));
        this.thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("checkpoints").daemon(true).factory());
    }

    private CheckpointLoop.Surroundings surroundings(TrustCheck check) {
        List<PeerNode> peers = settings.peers().stream()
                .map(base -> new PeerNode(client, base, settings.pace().answer())).toList();
        return new CheckpointLoop.Surroundings(settings, store, published, cosigner,
                new CosignRound(cosigners(peers), check, settings.pace()), peers, originHash);
    }

    /**
     * Brings other versions of the trust policy, and other keys, into force while it runs, before its next turn. What was served goes on
     * being served until there is a checkpoint that the new policy believes.
     *
     * @param next of the same log; with the same cosigner's memory if it cosigns
     */
    public void renew(CheckpointSettings next) {
        thread.execute(() -> bring(next));
    }

    private void bring(CheckpointSettings next) {
        var check = new TrustCheck(next.trust().inForce());
        Optional<RegionCosigner> before = cosigner;
        cosigner = next.cosigning().map(cosigning -> new RegionCosigner(next, cosigning, audit));
        cosigner.ifPresent(own -> before.filter(RegionCosigner::caughtUp).ifPresent(old -> own.goOn()));
        settings = next;
        published.judgeBy(check);
        loop.goOn(surroundings(check));
        LOG.info("trust policy {} of {} is in force", next.trust().newest(), next.trust().origin());
    }

    private List<CosignRequest> cosigners(List<PeerNode> peers) {
        List<CosignRequest> all = new ArrayList<>();
        cosigner.ifPresent(own -> all
                .add(new CosignRequest("this region", own::addCheckpoint, settings.trust().cosigners())));
        peers.forEach(peer -> all.add(
                new CosignRequest(peer.base().toString(), peer.witness(), settings.trust().cosigners())));
        settings.outside().forEach(outside -> all.add(new CosignRequest(outside.prefix().toString(),
                new HttpWitness(client, outside.prefix(), settings.pace().answer()), List.of(outside.key()))));
        return all;
    }

    /** Begins to bring in new checkpoints. */
    public void start() {
        long every = settings.pace().every().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::turn, 0, every, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            loop.turn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("no checkpoint this time, trying again in {}: {}", settings.pace().every(), e.toString());
        }
    }

    /** The newest believed checkpoint with its cosignatures; empty before the first. */
    public Optional<SignedNote> published() {
        return published.now().map(PublishedCheckpoint.Standing::note);
    }

    /** Size and root of the newest believed checkpoint. */
    public Optional<TreeHead> publishedHead() {
        return published.now().map(PublishedCheckpoint.Standing::head);
    }

    /** The receipt of an entry under the newest believed checkpoint; empty if that does not cover it yet. */
    public Optional<TlogProof> prove(long index) {
        return published.now().filter(standing -> index < standing.head().size())
                .map(standing -> TlogProof.of(new TreeReader(audit), index, standing.note()));
    }

    /** The trust policy in all its versions. */
    public TrustVersions trust() {
        return settings.trust();
    }

    /**
     * Answers {@code add-checkpoint} for this region; 421 if another node of the region cosigns. Blocks while the memory is forced to
     * the disk.
     *
     * @throws IOException if the cosigner's memory fails; nothing was signed
     */
    public WitnessAnswer addCheckpoint(byte[] body) throws IOException {
        Optional<RegionCosigner> own = cosigner;
        return own.isPresent()
                ? own.get().addCheckpoint(body)
                : new WitnessAnswer(421, "text/plain; charset=utf-8", "another node of this region cosigns for it\n");
    }

    /** Whether this node cosigns for its region. */
    public boolean cosigns() {
        return cosigner.isPresent();
    }

    /** Whether the hash of an origin, as in a witness's monitoring path, is this log's. */
    public boolean isOwnOrigin(String hash) {
        return hash.equals(originHash);
    }

    /**
     * What this region cosigned last, for monitors; empty if nothing yet.
     *
     * @throws IOException if the cosigner's memory fails
     */
    public Optional<SignedNote> cosigned() throws IOException {
        Optional<RegionCosigner> own = cosigner;
        return own.isPresent() ? own.get().latest() : Optional.empty();
    }

    /** Figures of this moment. */
    public CheckpointFigures figures() {
        long size = published.size();
        return new CheckpointFigures(size, published.now().map(PublishedCheckpoint.Standing::cosignatures).orElse(0),
                Math.max(0, audit.size() - size), lastCosigned(), loop.quorumReached());
    }

    private long lastCosigned() {
        try {
            Optional<RegionCosigner> own = cosigner;
            return own.isPresent() ? own.get().size() : 0;
        } catch (IOException e) {
            LOG.warn("the cosigner's memory cannot be read: {}", e.toString());
            return 0;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
