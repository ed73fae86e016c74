using System.Text;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using TenantTokens.Scheduling;
using TenantTokens.Tooling;

namespace TenantTokens.AzureTests.Events;

/// <summary>Events of the vault on their way through a real queue and the host's own queue trigger.</summary>
public sealed class VaultEventQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_in_the_queue_opens_a_rotation_whether_it_is_Base64_or_JSON(bool isBase64)
    {
        await using EventQueueHost host = await EventQueueHost.StartAsync();

        await host.Events.SendMessageAsync(isBase64 ? Base64(EventOf(host)) : EventOf(host), Stop); // Event Grid writes Base64
        await host.HandledAsync();

        Assert.Equal("schedule", (await host.LatestAsync())!.RequestedBy);
        Assert.Equal(0, await EventQueueHost.CountAsync(host.Poison));
        Assert.DoesNotContain(host.Log, static line => FailedEventQuery.Finds(EventFunction.Queue, line.Message));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_tried_five_times_and_kept_and_the_alert_finds_the_line_about_it()
    {
        await using EventQueueHost host = await EventQueueHost.StartAsync();
        string message = Base64("good morning");

        await host.Events.SendMessageAsync(message, Stop);
        await host.HandledAsync();

        Assert.Null(await host.LatestAsync());
        Assert.Equal(
            5,
            host.Log.Count(static line => line.Message.StartsWith("Executed 'EventFunction.RunAsync' (Failed", StringComparison.Ordinal)));
        PeekedMessage kept = await host.Poison.PeekMessageAsync(Stop);
        Assert.Equal(message, kept.Body.ToString());
        LogLine found = Assert.Single(host.Log, static line => FailedEventQuery.Finds(EventFunction.Queue, line.Message));
        // what HostRules lets through
        Assert.Equal(("Microsoft.Azure.WebJobs.Host.Queues.QueueProcessor", LogLevel.Warning), (found.Category, found.Level));
    }

    [Fact]
    public async Task An_event_that_failed_while_the_vault_was_down_counts_when_it_is_put_back()
    {
        await using EventQueueHost host = await EventQueueHost.StartAsync();
        host.Vault.Outage = 403;
        await host.Events.SendMessageAsync(Base64(EventOf(host)), Stop);
        await host.HandledAsync();
        Assert.Null(await host.LatestAsync());
        host.Vault.Outage = null;

        PeekedMessage kept = await host.Poison.PeekMessageAsync(Stop);
        await host.Events.SendMessageAsync(kept.Body, cancellationToken: Stop);
        await host.HandledAsync();

        Assert.NotNull(await host.LatestAsync());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string EventOf(EventQueueHost host)
    {
        string secret = host.Options.Environments[0].TenantTokenSecret;
        string version = host.Vault.VersionsOf(secret)[^1].Version;
        return $$"""
            {"id":"e1","source":"/subscriptions/x","type":"{{SecretNearExpiry.EventType}}","specversion":"1.0","subject":"{{secret}}","time":"2026-03-01T12:00:00Z",
             "data":{"Id":"https://localhost:1/secrets/{{secret}}/{{version}}","VaultName":"localhost","ObjectType":"Secret",
                     "ObjectName":"{{secret}}","Version":"{{version}}","EXP":1775044800} }
            """;
    }
}
