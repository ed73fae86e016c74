using System.CommandLine;
using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Hosting;
using TenantTokens.Local.Ledger;
using TenantTokens.Testing.Builders;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Local.Tests.Commands;

/// <summary>The command that ends what people signed in with, and what a host says without being asked.</summary>
public sealed class SessionsCommandTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Revoke_writes_what_every_process_of_this_ledger_reads_and_says_who_did_it()
    {
        string data = _place.File("data");
        await LocalLedger.Open(data).DisposeAsync();
        await File.WriteAllTextAsync(_place.File("rotation.json"), """
            {
              "environments": [{ "id": "abc12345", "apiUrl": "https://abc12345.live.dynatrace.com", "apiTokenSecret": "dynatrace-api-token", "tenantTokenSecret": "dynatrace-tenant-token" }],
              "azure": { "vaultUri": "https://my-vault.vault.azure.net" },
              "fleet": { "subscriptions": ["00000000-0000-0000-0000-000000000000"] },
              "approvals": { "finish": { "approvers": ["alice"] } }
            }
            """, Stop);
        using StringWriter output = new();
        InvocationConfiguration invocation = new() { Output = output, Error = output, ProcessTerminationTimeout = null };
        string[] arguments =
        [
            "sessions",
            "revoke",
            "--person",
            "alice",
            "--reason",
            "the laptop is lost",
            "--config",
            _place.File("rotation.json"),
            "--data",
            data,
        ];

        int exit = await CommandLine.RunAsync(arguments, invocation, Stop);

        Assert.True(exit is 0, output.ToString());
        Assert.StartsWith("Sessions (0 ended), tokens and links that alice got before ", output.ToString(), StringComparison.Ordinal);
        await using LocalHost host = LocalHost.Open(Some.Options(), data, verbose: false, static (services, _) => services.AddSessions());
        Assert.NotNull(await host.Get<RevocationLedger>().BeforeAsync(Voter.Named("Alice"), Stop));
        Assert.Null(await host.Get<RevocationLedger>().BeforeAsync(Voter.Named("bob"), Stop));
        AuditEvent line = await host.Get<AuditTrail>().ListAsync(RefusalAudit.Elsewhere, Stop).SingleAsync(Stop);
        Assert.Equal((RevocationLedger.AuditCode, Environment.UserName, "cli"), (line.Code, line.By, line.Via));
        Assert.EndsWith("Why: the laptop is lost", line.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TenantTokens.Web.RequestBoundary", LogLevel.Error, true)]
    [InlineData("TenantTokens.Web.RequestBoundary", LogLevel.Warning, false)]
    [InlineData("TenantTokens.Web.Guards.OutageLog", LogLevel.Error, true)]
    [InlineData("TenantTokens.Web.Guards.OutageLog", LogLevel.Information, true)]
    [InlineData("TenantTokens.Rotations.Activities.StartRotation", LogLevel.Error, false)]
    public async Task Without_verbose_a_host_logs_what_it_answered_5xx_and_nothing_else(string category, LogLevel level, bool isLogged)
    {
        await using LocalHost host = LocalHost.Open(Some.Options(), _place.File("data"), verbose: false);
        Assert.Equal(isLogged, host.Get<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    public void Dispose() => _place.Dispose();
}
