using System.Text;
using System.Text.Json;
using TenantTokens.RunCommand;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>One run of rotate.sh.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Errors)
{
    private const string Prefix = "##rotation ";

    /// <summary>The report, from the last line of the output; reading it checks the form and the size that the platform allows.</summary>
    public HostReport Report
    {
        get
        {
            string line = Output.TrimEnd('\n').Split('\n')[^1];
            Assert.StartsWith(Prefix, line, StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(line), Prefix.Length, 3072);
            return JsonSerializer.Deserialize<HostReport>(line[Prefix.Length..], JsonSerializerOptions.Web)!;
        }
    }

    /// <summary>Asserts exit code, outcome and code in one line.</summary>
    public HostReport Is(int exitCode, string outcome, string code)
    {
        Assert.Equal(
            $"{exitCode} {outcome} {code}",
            $"{ExitCode} {Report.Outcome} {Report.Code}{(Report.Code == code ? "" : $" ({Report.Message} {Errors})")}");
        Assert.Equal(1, Report.V);
        Assert.DoesNotContain(HostFacts.OldToken, Output + Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(HostFacts.NewToken, Output + Errors, StringComparison.Ordinal);
        return Report;
    }
}
