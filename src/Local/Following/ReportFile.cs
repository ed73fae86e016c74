using TenantTokens.Local.Hosting;
using TenantTokens.Rotations.Reporting;

namespace TenantTokens.Local.Following;

/// <summary>Writes the report to a file beside the ledger.</summary>
internal static class ReportFile
{
    /// <summary>Writes the report, replaces an older one of this rotation, and returns its path.</summary>
    public static async Task<string> WriteAsync(LocalHost host, string rotationId, CancellationToken cancellationToken)
    {
        string path = Path.Combine(host.DataPath, $"report-{rotationId}.md");
        string text = await host.Get<RotationReport>().WriteAsync(rotationId, cancellationToken);
        // The name is unique to this writer, because other followers write the report too.
        string temporary = Path.Combine(host.DataPath, $"report-{Path.GetRandomFileName()}.tmp");
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
