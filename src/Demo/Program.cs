using MGen.Cli;

return await ProgramHost.RunAsync(args, static async world =>
{
    await world.Error.WriteLineAsync("mgen-demo: not there yet");
    return ExitCode.CouldNotStart;
});
