package io.althing.resource;

import io.althing.artifacts.ArtifactStore;
import io.althing.checkpoint.CheckpointDesk;
import io.althing.events.EventStream;
import io.althing.http.ApiContext;
import io.althing.http.Resource;
import java.util.List;

/** Everything that can be asked of a node. */
public final class Resources {
    private Resources() {}

    /** The resources to start an {@link io.althing.http.ApiServer} with. */
    public static List<Resource> of(ApiContext api, ArtifactStore artifacts, ReplicationGroup group,
            CheckpointDesk checkpoints, AuditDesk audit) {
        return List.of(new TagResource(), new EventStream(api), new ArtifactResource(api, artifacts),
                new BlobResource(),
                new TileResource(api, checkpoints), new WitnessResource(checkpoints),
                new ReceiptResource(api, checkpoints), new MetricsResource(api), new DocsResource(),
                new HealthResource(api),
                new ModelResource(), new VersionResource(), new AliasResource(), new RegionResource(api),
                new PolicyResource(), new RolloutResource(), new BallotResource(), new AuditResource(audit.search()),
                new ArchiveResource(audit.archive()),
                new ClusterResource(api, group.membership()), new ReplicaResource(api, group.replica()));
    }
}
