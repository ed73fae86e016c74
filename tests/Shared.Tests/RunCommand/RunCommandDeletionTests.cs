using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class RunCommandDeletionTests
{
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task A_command_that_is_gone_is_not_deleted_again()
    {
        _driver.Http.Expect(_driver.Get, 404);

        Assert.Equal(new DeleteOutcome(IsGone: true), await DeleteAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task A_command_counts_as_deleted_when_a_look_finds_nothing(int status)
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, status).Expect(_driver.Get, 404);

        Assert.Equal(new DeleteOutcome(IsGone: true), await DeleteAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task A_command_that_a_look_still_finds_does_not_count_as_deleted(int status)
    {
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", "Deleting")).Expect(_driver.Delete, status)
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", "Deleting"));

        Assert.Equal(new DeleteOutcome(IsGone: false), await DeleteAsync());
    }

    [Theory]
    [InlineData(
        "ScopeLocked",
        "The scope cannot perform delete operation because following scope(s) are locked. Please remove the lock and try again.")]
    [InlineData("OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.")]
    public async Task A_refused_deletion_is_told_in_azure_s_words(string code, string message)
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 409, RunCommandDriver.Error(code, message));

        Assert.Equal(new DeleteOutcome(IsGone: false, $"{code}: {message}"), await DeleteAsync());
    }

    [Fact]
    public async Task A_look_that_is_throttled_deletes_nothing()
    {
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "90"));

        Assert.Equal(new DeleteOutcome(IsGone: false), await DeleteAsync());
        _driver.Http.AssertDone();
    }

    private Task<DeleteOutcome> DeleteAsync()
        => new RunCommandDeletion(_driver.Client).RunAsync(SomeMachines.Vm, _driver.Request.Name, TestContext.Current.CancellationToken);
}
