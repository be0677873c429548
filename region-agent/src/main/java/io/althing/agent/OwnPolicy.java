package io.althing.agent;

import io.althing.policy.PolicyFile;
import io.althing.registry.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The region's policy file on disk, read again every second. A faulty file changes nothing but is complained of. */
final class OwnPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPolicy.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final AgentFiles files;
    private final Region region;
    private Optional<PolicyFile.Result.ForRegion> good = Optional.empty();
    private List<String> faults = List.of();
    private Optional<Long> readAt = Optional.empty();

    OwnPolicy(AgentFiles files, Region region) {
        this.files = files;
        this.region = region;
    }

    /** Reads the file if it is time to. */
    void refresh(AgentTime now) {
        if (readAt.filter(at -> now.since(at).compareTo(EVERY) < 0).isPresent()) {
            return;
        }
        readAt = Optional.of(now.nanos());
        String path = files.policyName();
        switch (files.policy()) {
            case PolicyFile.Result.ForRegion read when read.policy().region().equals(region) -> {
                faults = List.of();
                if (good.filter(g -> g.file().equals(read.file())).isEmpty()) {
                    LOG.info("policy file {} is good ({})", path, read.file().digest());
                }
                good = Optional.of(read);
            }
            case PolicyFile.Result.ForRegion read -> complain(List.of(path + ": metadata.region is "
                    + read.policy().region() + "; this agent speaks for " + region + " only"));
            case PolicyFile.Result.ForAll read ->
                complain(List.of(path + ": is a GlobalPolicy; a region's agent proposes a RegionPolicy"));
            case PolicyFile.Result.Faulty faulty -> complain(faulty.faults().stream().map(Object::toString).toList());
        }
    }

    private void complain(List<String> found) {
        if (!found.equals(faults)) {
            faults = found;
            found.forEach(fault -> LOG.warn("policy file not taken, the former one stays: {}", fault));
        }
    }

    Optional<PolicyFile.Result.ForRegion> good() {
        return good;
    }

    /** What is wrong with the file as it lies there now. */
    List<String> faults() {
        return faults;
    }
}
