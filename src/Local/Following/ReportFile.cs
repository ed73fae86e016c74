using TenantTokens.Local.Hosting;
using TenantTokens.Rotations.Reporting;

namespace TenantTokens.Local.Following;

/// <summary>The report on disk, beside the ledger.</summary>
internal static class ReportFile
{
    /// <summary>Writes the report, replacing an older one of this rotation, and gives its path.</summary>
    public static async Task<string> WriteAsync(LocalHost host, string rotationId, CancellationToken cancellationToken)
    {
        string path = Path.Combine(host.DataPath, $"report-{rotationId}.md");
        string text = await host.Get<RotationReport>().WriteAsync(rotationId, cancellationToken);
        // of this writer alone: followers write the report too
        string temporary = Path.Combine(host.DataPath, $"report-{Path.GetRandomFileName()}.tmp");
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
