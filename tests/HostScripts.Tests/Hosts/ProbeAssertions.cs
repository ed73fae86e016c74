using TenantTokens.RunCommand;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>What must be so in the report of a probe.</summary>
internal static class ProbeAssertions
{
    /// <summary>A probe of one component tells beside it what the other's own probe tells.</summary>
    /// <param name="report">Of the one.</param>
    /// <param name="own">Of the other.</param>
    public static void TellsBeside(this HostReport report, HostReport own)
    {
        HostComponent beside = report.Components!.Single(found => found.Name == own.Component);
        Assert.Equal(
            (own.Outcome, own.Code, own.Message, own.Fingerprint, own.Version, own.HostId, own.Connected),
            (beside.Outcome!, beside.Code, beside.Message!, beside.Fingerprint, beside.Version, beside.HostId, beside.Connected));
        Assert.Equal(own.Stale?.Count, beside.Stale?.Count);
        Assert.NotNull(beside.Fingerprint);
        Assert.Null(report.Components!.Single(found => found.Name == report.Component).Outcome);
    }
}
