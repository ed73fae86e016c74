using System.Runtime.CompilerServices;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class InventoryClient(DynatraceApi api) : IInventoryClient
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ActiveGateInfo>> ListActiveGatesAsync(CancellationToken cancellationToken)
    {
        ActiveGateJson.List? list = await api.GetAsync<ActiveGateJson.List>("api/v2/activeGates", "activeGates.read", notFoundIsNull: false, cancellationToken);
        return [.. (list?.ActiveGates ?? []).Select(static gate => gate.ToInfo())];
    }

    /// <inheritdoc />
    public async Task<ActiveGateInfo?> GetActiveGateAsync(string id, CancellationToken cancellationToken)
    {
        ActiveGateJson? gate = await api.GetAsync<ActiveGateJson>($"api/v2/activeGates/{Uri.EscapeDataString(id)}", "activeGates.read", notFoundIsNull: true, cancellationToken);
        return gate?.ToInfo();
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<OneAgentInfo> ListOneAgentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            // No other parameter is sent, so all of them stay as they were, which paging requires.
            string path = cursor is null ? "api/v1/oneagents" : $"api/v1/oneagents?nextPageKey={Uri.EscapeDataString(cursor)}";
            OneAgentJson.Page? page = await api.GetAsync<OneAgentJson.Page>(path, "oneAgents.read", notFoundIsNull: false, cancellationToken);
            foreach (OneAgentJson host in page?.Hosts ?? [])
            {
                if (host.ToInfo() is { } info)
                {
                    yield return info;
                }
            }

            string? next = string.IsNullOrEmpty(page?.NextPageKey) ? null : page.NextPageKey;
            cursor = next is null || next != cursor ? next : throw new DynatraceApiException(200, "the list of OneAgents names the same next page twice");
        }
        while (cursor is not null);
    }
}
