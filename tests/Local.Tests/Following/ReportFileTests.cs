using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Following;

/// <summary>Any number of processes may write a rotation's report at once: the one that drives it, and those that follow.</summary>
public sealed class ReportFileTests
{
    [Fact]
    public async Task Many_writers_at_once_leave_one_whole_report_and_nothing_else()
    {
        using TemporaryDirectory temporary = new();
        string data = temporary.File("data");
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using LocalHost driver = LocalHost.Open(Some.Options(), data, verbose: false);
        await using LocalHost follower = LocalHost.Open(Some.Options(), data, verbose: false);
        RotationRecord rotation = (await driver.Get<RotationLedger>().OpenAsync(new("sim00001", "rachel"), stop)).Rotation;

        string[] paths = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(writer => Task.Run(() => ReportFile.WriteAsync(writer % 2 == 0 ? driver : follower, rotation.RotationId, stop), stop)));

        string path = Assert.Single(paths.Distinct());
        Assert.Contains(rotation.RotationId, await File.ReadAllTextAsync(path, stop), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(data, "report-*"));
    }
}
