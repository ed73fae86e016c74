using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// A store in memory with room for the activities of a test. As it comes it runs as many at once as there are processors, and looks for a
/// free place every 500 ms: four activities a second.
/// </summary>
public sealed class MemoryStore() : InMemoryOrchestrationService(loggerFactory: null), IOrchestrationService
{
    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => 100;
}
