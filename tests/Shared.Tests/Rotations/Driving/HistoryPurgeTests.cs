using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using TenantTokens.Durable;
using TenantTokens.Rotations.Driving;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

public sealed class HistoryPurgeTests
{
    [Fact]
    public async Task What_ended_longer_ago_than_is_kept_is_purged_and_nothing_else()
    {
        Mock<IDurableClient> client = new();
        client.Setup(static one => one.GetAllInstancesAsync(It.Is<OrchestrationQuery>(static query => query.Statuses!.All(static status => status >= OrchestrationRuntimeStatus.Completed)), It.IsAny<CancellationToken>()))
            .Returns(new[] { Instance("old", -31), Instance("young", -29) }.ToAsyncEnumerable());
        await new HistoryPurge(new FakeTimeProvider(Some.Now), NullLogger<HistoryPurge>.Instance).RunAsync(client.Object, TestContext.Current.CancellationToken);
        client.Verify(static one => one.PurgeInstanceAsync("old", It.IsAny<CancellationToken>()), Times.Once);
        client.Verify(static one => one.PurgeInstanceAsync("young", It.IsAny<CancellationToken>()), Times.Never);
    }

    private static OrchestrationMetadata Instance(string id, int days)
        => new(id, "Wave", OrchestrationRuntimeStatus.Completed, Some.Now.AddDays(-60), Some.Now.AddDays(days));
}
