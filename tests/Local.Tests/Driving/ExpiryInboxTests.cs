using System.Text;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Scheduling;
using TenantTokens.Tokens;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>What comes of the vault's events, on a SQLite file and a real engine.</summary>
public sealed class ExpiryInboxTests
{
    private static readonly ScheduleOptions _yearly = new() { Cron = "0 2 1 1 *" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_about_the_version_in_force_opens_a_rotation_and_it_runs()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);

        await TakeAsync(host, EventOf(host));

        Assert.Equal("schedule", (await host.LatestAsync())!.RequestedBy);
        Assert.NotNull(await host.StatusAsync());
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_opens_no_second_one()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);
        await TakeAsync(host, EventOf(host));
        RotationRecord first = (await host.LatestAsync())!;
        await host.Get<RotationLedger>()
            .UpdateAsync(first.RotationId, static current => current with { Phase = RotationPhase.Cancelled }, Stop);

        await TakeAsync(host, EventOf(host));

        Assert.Equal(first.RotationId, (await host.LatestAsync())!.RotationId);
    }

    [Fact]
    public async Task An_event_in_Base64_as_Event_Grid_writes_it_into_a_queue_counts()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);

        await TakeAsync(host, Convert.ToBase64String(Encoding.UTF8.GetBytes(EventOf(host))));

        Assert.NotNull(await host.StatusAsync());
    }

    [Theory]
    [InlineData("Microsoft.KeyVault.SecretNewVersionCreated")]
    [InlineData("Microsoft.KeyVault.SecretExpired")]
    public async Task An_event_of_another_type_is_acknowledged_and_starts_nothing(string type)
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);

        // an exception would have it delivered again
        await TakeAsync(host, EventOf(host).Replace(SecretNearExpiry.EventType, type, StringComparison.Ordinal));

        Assert.Null(await host.LatestAsync());
        Assert.Null(await host.StatusAsync());
    }

    [Fact]
    public async Task The_key_ring_of_the_sign_in_expires_without_a_rotation()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);
        string ring = EventOf(host).Replace(Secret(host), "web-key-ring", StringComparison.Ordinal);

        await TakeAsync(host, ring);

        Assert.Contains("/secrets/web-key-ring/", ring, StringComparison.Ordinal);
        Assert.Null(await host.LatestAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("good morning")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"e1\",\"type\":\"Microsoft.KeyVault.SecretNearExpiry\",\"data\":{}}")]
    public async Task A_message_that_cannot_be_read_is_refused_so_that_it_lands_in_the_poison_queue(string message)
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);

        await Assert.ThrowsAsync<UnreadableEventException>(() => TakeAsync(host, message));

        Assert.Null(await host.LatestAsync());
        Assert.Null(await host.StatusAsync());
    }

    [Fact]
    public async Task An_event_about_another_version_opens_nothing()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);
        string old = EventOf(host);
        host.Vault.Add(Secret(host), "tenanttoken00002");

        await TakeAsync(host, old);

        Assert.Null(await host.LatestAsync());
        Assert.Null(await host.StatusAsync());
    }

    [Fact]
    public async Task While_the_vault_cannot_be_read_the_event_is_left_to_be_delivered_again()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(_yearly);
        host.Vault.Outage = 403;
        await Assert.ThrowsAsync<TokenVaultException>(() => TakeAsync(host, EventOf(host)));
        Assert.Null(await host.LatestAsync());

        host.Vault.Outage = null;
        await TakeAsync(host, EventOf(host));

        Assert.NotNull(await host.StatusAsync());
    }

    private static Task TakeAsync(DrivingHost host, string json) => host.Get<ExpiryInbox>().TakeAsync(json, host.Engine, Stop);

    private static string Secret(DrivingHost host) => host.Options.Environments[0].TenantTokenSecret;

    private static string EventOf(DrivingHost host)
        => $$"""
            {"id":"e1","source":"/vaults/localhost","type":"{{SecretNearExpiry.EventType}}","specversion":"1.0","subject":"{{Secret(host)}}","time":"2026-03-01T12:00:00Z",
             "data":{"Id":"https://localhost:1/secrets/{{Secret(host)}}/{{host.Vault.VersionsOf(Secret(host))[^1].Version}}","VaultName":"localhost","ObjectType":"Secret",
                     "ObjectName":"{{Secret(host)}}","Version":"{{host.Vault.VersionsOf(Secret(host))[^1].Version}}","EXP":1775044800} }
            """;
}
