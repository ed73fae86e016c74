using System.Globalization;
using System.Runtime.CompilerServices;

namespace TenantTokens.Dynatrace;

/// <inheritdoc />
internal sealed class InventoryClient(DynatraceApi api, TimeProvider time) : IInventoryClient
{
    // Dynatrace allows 214 days by its own clock. One day is left for our clock, which may be behind, and for paging: the limit moves on
    // while the start must stay the same.
    private static readonly TimeSpan _window = TimeSpan.FromDays(213);

    /// <inheritdoc />
    public async Task<IReadOnlyList<ActiveGateInfo>> ListActiveGatesAsync(CancellationToken cancellationToken)
    {
        ActiveGateJson.List? list = await api.GetAsync<ActiveGateJson.List>(
            "api/v2/activeGates",
            "activeGates.read",
            notFoundIsNull: false,
            cancellationToken);
        return [.. (list?.ActiveGates ?? []).Select(static activeGate => activeGate.ToInfo())];
    }

    /// <inheritdoc />
    public async Task<ActiveGateInfo?> GetActiveGateAsync(string id, CancellationToken cancellationToken)
    {
        ActiveGateJson? activeGate = await api.GetAsync<ActiveGateJson>(
            $"api/v2/activeGates/{Uri.EscapeDataString(id)}",
            "activeGates.read",
            notFoundIsNull: true,
            cancellationToken);
        return activeGate?.ToInfo();
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<OneAgentInfo> ListOneAgentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without a start, Dynatrace looks back only 72 hours, and a host that is off for longer would be missing from the plan. Paging
        // requires that the start stays the same.
        string list = "api/v1/oneagents?startTimestamp="
            + $"{(time.GetUtcNow() - _window).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        string? cursor = null;
        do
        {
            string path = cursor is null ? list : $"{list}&nextPageKey={Uri.EscapeDataString(cursor)}";
            OneAgentJson.Page? page = await api.GetAsync<OneAgentJson.Page>(
                path,
                "oneAgents.read",
                notFoundIsNull: false,
                cancellationToken);
            foreach (OneAgentJson host in page?.Hosts ?? [])
            {
                if (host.ToInfo() is { } info)
                {
                    yield return info;
                }
            }

            string? next = string.IsNullOrEmpty(page?.NextPageKey) ? null : page.NextPageKey;
            cursor = next is null || next != cursor
                ? next
                : throw new DynatraceApiException(200, "the list of OneAgents names the same next page twice");
        }
        while (cursor is not null);
    }
}
