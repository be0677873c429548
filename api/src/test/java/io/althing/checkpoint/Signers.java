package io.althing.checkpoint;

import io.althing.audit.CosignStore;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.TrustPolicy;
import io.althing.checkpoint.CheckpointSettings.Cosigning;
import io.althing.checkpoint.CheckpointSettings.Pace;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The town's signing keys, the same in every run. */
public final class Signers {
    public static final String ORIGIN = Town.genesis().origin();
    public static final NoteSigner LOG = new NoteSigner(ORIGIN, KeyType.ED25519, seed(9));
    public static final Pace QUICK = new Pace(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofMillis(300));

    private Signers() {}

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return seed;
    }

    public static NoteSigner of(Region region) {
        return new NoteSigner(TrustVersions.keyName(ORIGIN, region), KeyType.COSIGNATURE_V1,
                seed(1 + Town.REGIONS.indexOf(region)));
    }

    public static TrustVersions trust(List<Region> regions) {
        Map<Region, TrustPolicy.Witness> cosigners = regions.stream().collect(Collectors.toMap(region -> region,
                region -> new TrustPolicy.Witness(of(region).key(), Optional.of("https://" + region))));
        return TrustVersions.first(new TrustPolicy.LogKey(LOG.key(), Optional.of("https://" + ORIGIN)), cosigners);
    }

    /** A region that is all there is. */
    public static CheckpointSettings alone(Path data, CosignStore memory) {
        return new CheckpointSettings(LOG, trust(List.of(Town.EU)),
                Optional.of(new Cosigning(of(Town.EU), memory, Clock.systemUTC())), List.of(), List.of(),
                data.resolve("published"), QUICK);
    }
}
